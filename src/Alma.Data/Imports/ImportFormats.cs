namespace Alma.Data.Imports;

/// <summary>The formats that are imported: which one some files have, and what reads it.</summary>
public static class ImportFormats
{
    private static readonly string[] texts = [".csv", ".tsv", ".csv.gz", ".tsv.gz"];

    /// <summary>Opens what was asked for.</summary>
    /// <exception cref="DatasetException">The files are of no format that is known, or of several.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it looked through them.</exception>
    public static ImportSource Open(ImportRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Paths.All(Directory.Exists)) return new ImageFolders(request, cancellation);
        if (request.Paths.All(IsText)) return TextFileTable.Open(request, cancellation);
        if (request.Paths.All(IsArrays)) return new NpzFile(request);
        var odd = request.Paths.First(path => Kind(path) == 0 || Kind(path) != Kind(request.Paths[0]));
        throw new DatasetException(
            $"{odd}: found no data that can be imported together with the rest. Valid are folders of images, one folder for each class, "
            + $"tables in files that end in {string.Join(", ", texts)}, or arrays in files that end in .npz.");
    }

    private static int Kind(string path) => Directory.Exists(path) ? 1 : IsText(path) ? 2 : IsArrays(path) ? 3 : 0;

    private static bool IsArrays(string path) => File.Exists(path) && path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string path) =>
        File.Exists(path) && texts.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
