using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>
/// The list that Hugging Face's ImageFolder has beside images: <c>metadata.csv</c> with a column <c>file_name</c>, a path from its own
/// folder, and columns of labels and times. Images come in the order of its lines.
/// </summary>
internal static class ImageMetadata
{
    private const string FileName = "metadata.csv";
    private const string PathColumn = "file_name";

    public static bool IsIn(string folder) => FileKinds.Of(Path.Join(folder, FileName)) == FileKind.File;

    /// <exception cref="DatasetException">A line names no image below its folder, or there is no such column.</exception>
    public static IEnumerable<ListedImage> Of(string folder, ImportRequest request)
    {
        var path = Path.Join(folder, FileName);
        var names = TextRows.Head(path, request.Encoding);
        var columns = new LabelColumns(names, path);
        var (label, time) = (columns.Label(request.LabelColumn), columns.Time(request.TimeColumn));
        var file = Array.IndexOf(names, PathColumn);
        if (file < 0) throw new DatasetException($"{path}: found no column {PathColumn}. Columns: {columns.Listed}.");
        foreach (var (row, line) in TextRows.Of(path, request.Encoding, names))
        {
            var place = new ImportedPlace(path, line);
            yield return new ListedImage(
                Below(folder, row[file], place), TextCell.IsMissing(row[label]) ? null : row[label].Trim(),
                time is { } column ? TextCell.Time(row[column], request.TimeColumn, place) : null);
        }
    }

    // No link on the way is followed, and none leads out.
    private static string Below(string folder, string name, ImportedPlace place)
    {
        var parts = name.Split('/');
        var path = folder;
        foreach (var part in parts)
        {
            path = part is "" or "." or ".." || part.Contains('\0') ? "" : Path.Join(path, part);
            var kind = path.Length == 0 ? FileKind.None : FileKinds.Of(path);
            if (kind is not (FileKind.File or FileKind.Folder))
                throw new DatasetException(
                    $"{place}: column {PathColumn}: found '{name}', which is "
                    + $"{(kind == FileKind.None ? "not there" : FileKinds.Noun(kind))}; expected a file below {folder}, such as 0001.png.");
        }

        return path;
    }
}

/// <summary>An image that a list names.</summary>
internal sealed record ListedImage(string Path, string? Label, DateTime? Time);
