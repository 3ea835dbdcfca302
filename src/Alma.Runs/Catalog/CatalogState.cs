namespace Alma.Runs.Catalog;

/// <summary>How a run looks from outside: as its manifest says, unless that cannot be true.</summary>
public enum CatalogState
{
    Running,
    Done,
    Failed,
    Interrupted,

    /// <summary>The manifest says that it runs, but its process is gone, or on another host gives no sign of life.</summary>
    Dead,

    /// <summary>The folder is damaged; <see cref="CatalogEntry.Problem"/> says how.</summary>
    Unreadable,
}
