using Alma.Files;
using nietras.SeparatedValues;

namespace Alma.Data.Imports;

/// <summary>The rows of a text file, by Sep: whatever the separator, quoted or not.</summary>
internal static class TextRows
{
    /// <summary>The names of the columns.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or is empty.</exception>
    public static string[] Head(string path)
    {
        using var reader = Open(path);
        string[] names = [.. reader.Header.ColNames.Select(name => name.Trim().TrimStart('\uFEFF'))];
        return names is [] or [""] ? throw new DatasetException($"{path}: found no line of column names at the top.") : names;
    }

    /// <summary>Each row with the number of its line, empty lines left out.</summary>
    /// <exception cref="DatasetException">A row has too few or too many fields.</exception>
    public static IEnumerable<(string[] Row, int Line)> Of(string path, int columnCount)
    {
        using var reader = Open(path);
        while (Next(reader, path) is { } next)
        {
            if (next.Row is [""]) continue;
            if (next.Row.Length != columnCount)
                throw new DatasetException($"{path}:{next.Line}: found {next.Row.Length} fields, expected {columnCount}.");
            yield return next;
        }
    }

    private static (string[] Row, int Line)? Next(SepReader reader, string path)
    {
        try
        {
            if (!reader.MoveNext()) return null;
            var row = reader.Current;
            var cells = new string[row.ColCount];
            for (var k = 0; k < cells.Length; k++) cells[k] = row[k].ToString();
            return (cells, row.LineNumberFrom);
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or NotSupportedException)
        {
            throw Unreadable(path, damaged);
        }
    }

    private static SepReader Open(string path)
    {
        try
        {
            var stream = GzipContent.Open(RegularFile.Open(path));
            var isTab = path.Contains(".tsv", StringComparison.OrdinalIgnoreCase);
            return (isTab ? Sep.New('\t').Reader(Options) : Sep.Reader(Options)).From(new StreamReader(stream));
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(path, damaged);
        }
    }

    private static SepReaderOptions Options(SepReaderOptions usual) => usual with { Unescape = true, DisableColCountCheck = true };

    private static DatasetException Unreadable(string path, Exception damaged) =>
        new($"{path}: found no table that can be read ({damaged.Message}).", damaged);
}
