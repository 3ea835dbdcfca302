namespace Alma.Runs.Catalog;

/// <summary>How a run looks from outside: as its manifest says, unless that cannot be true.</summary>
public enum CatalogState
{
    Running,
    Done,
    Failed,
    Interrupted,

    /// <summary>The manifest says that it runs, but on this host its process is gone.</summary>
    Dead,

    /// <summary>The folder is damaged; <see cref="CatalogEntry.Problem"/> says how.</summary>
    Unreadable,
}
