using Alma.Runs.Catalog;

namespace Alma.Runs.Following;

/// <summary>A run as it looked at a moment.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="State">How it looked from outside.</param>
/// <param name="Manifest">What it said of itself; null if that cannot be read.</param>
/// <param name="Progress">How far it was.</param>
/// <param name="Problem">Why it failed, or what is wrong with the folder.</param>
public sealed record RunSnapshot(string Path, CatalogState State, RunManifest? Manifest, RunProgress Progress, string? Problem)
{
    /// <summary>Its folder was deleted; the rest is what was seen before.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether a process is at work on it, or it waits for dumps.</summary>
    public bool IsRunning => !IsGone && State is (CatalogState.Running or CatalogState.Waiting);
}
