namespace Alma.Data.Imports;

/// <summary>The formats that are imported: which one some files have, and what reads it.</summary>
public static class ImportFormats
{
    private static readonly string[] texts = [".csv", ".tsv", ".csv.gz", ".tsv.gz"];

    private static readonly Format[] formats =
    [
        new(Directory.Exists, (request, cancellation) => new ImageFolders(request, cancellation)),
        new(path => EndsIn(path, texts), TextFileTable.Open),
        new(path => EndsIn(path, ".npz"), (request, _) => ArrayPairs.OfArchives(request)),
        new(LooseArrays.Has, (request, _) => ArrayPairs.OfFiles(request)),
        new(path => EndsIn(path, ".parquet"), (request, cancellation) =>
            new TypedTable(request, path => new ParquetFile(path), cancellation)),
        new(path => EndsIn(path, ".arrow", ".feather"), (request, cancellation) =>
            new TypedTable(request, path => new ArrowFile(path), cancellation)),
        new(path => EndsIn(path, ".tar", ".tar.gz", ".tgz"), (request, cancellation) => new WebDatasetShards(request, cancellation)),
    ];

    /// <summary>Opens what was asked for.</summary>
    /// <exception cref="DatasetException">The files are of no format that is known, or of several.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it looked through them.</exception>
    public static ImportSource Open(ImportRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Array.Find(formats, format => request.Paths.All(format.Has)) is { } one) return one.Open(request, cancellation);
        var first = Array.Find(formats, format => format.Has(request.Paths[0]));
        var odd = request.Paths.First(path => first?.Has(path) != true);
        throw new DatasetException(
            $"{odd}: found no data that can be imported together with the rest. Valid are folders of images, one folder for each class, "
            + $"tables in files that end in {string.Join(", ", texts)}, .parquet, .arrow or .feather, arrays in files that end "
            + "in .npz, .npy or -ubyte, or shards that end in .tar.");
    }

    /// <summary>Whether a file is of a format that is known, by its name.</summary>
    internal static bool IsOfAny(string path) => Array.Exists(formats, format => format.Has(path));

    private static bool EndsIn(string path, params string[] endings) =>
        File.Exists(path) && endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private sealed record Format(Func<string, bool> Has, Func<ImportRequest, CancellationToken, ImportSource> Open);
}
