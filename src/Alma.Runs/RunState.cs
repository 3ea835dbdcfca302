namespace Alma.Runs;

/// <summary>What a run's manifest says of it. A killed process could not change it: see <see cref="Catalog.CatalogState"/>.</summary>
public enum RunState
{
    Running,
    Done,
    Failed,
    Interrupted,
}
