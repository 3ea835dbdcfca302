namespace Alma.Runs.Catalog;

/// <summary>One run that <see cref="RunCatalog"/> found.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="State">How it looks from outside.</param>
/// <param name="Manifest">What it says of itself; null if that cannot be read.</param>
/// <param name="TestAccuracy">After the last megabatch that was evaluated, in 0..1; null before the first.</param>
/// <param name="Problem">What is wrong with the folder, if something is.</param>
public sealed record CatalogEntry(string Path, CatalogState State, RunManifest? Manifest, double? TestAccuracy, string? Problem);
