namespace Alma.Runs;

/// <summary>What a run's manifest says of it. A process that was killed had no time to change it: see <see cref="Catalog.CatalogState"/>.</summary>
public enum RunState
{
    Running,
    Done,
    Failed,
    Interrupted,
}
