using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Data.Tests.Stores;

namespace Alma.Experiments.Tests;

/// <summary>
/// A data folder with an imported data set <c>tiny</c>, for recipes that need one, and <c>dumps</c>, each of which brings a class.
/// </summary>
internal static class TinyStore
{
    private static readonly Lazy<string> folder = new(Make);

    public static string Folder => folder.Value;

    private static string Make()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "own-data");
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        var images = Enumerable.Range(0, 210).Select(k => ListedSource.Image(k % 100, $"{k % 3}", side: 8)).ToArray();
        StoreImport.Make(
            new StoreFolder(path), "tiny", new ListedSource([], images),
            new ImportPlan(new ImportRequest(["made-up"]), TimeProvider.System), CancellationToken.None);
        var dumps = images.Select((image, k) => image with { Label = $"{k % (1 + (k / 60))}", Dump = $"{k / 60}" });
        StoreImport.Make(
            new StoreFolder(path), "dumps", new ListedSource([], [.. dumps]),
            new ImportPlan(new ImportRequest(["made-up"]), TimeProvider.System), CancellationToken.None);
        return path;
    }
}
