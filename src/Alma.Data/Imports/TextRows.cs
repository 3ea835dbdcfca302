using Alma.Files;
using nietras.SeparatedValues;

namespace Alma.Data.Imports;

/// <summary>The rows of a text file, by Sep: whatever the separator, quoted or not.</summary>
internal static class TextRows
{
    private const int MostTold = 10;
    private const string MostLetters = "8 million"; // that are read for certain: Sep's buffer has twice as many

    /// <summary>The names of the columns.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or is empty.</exception>
    public static string[] Head(string path, string encoding)
    {
        using var reader = Open(path, encoding);
        string[] names = [.. reader.Header.ColNames.Select(name => name.Trim().TrimStart('\uFEFF'))];
        return names is [] or [""] ? throw new DatasetException($"{path}: found no line of column names at the top.") : names;
    }

    /// <summary>Each row with the number of its line, empty lines left out.</summary>
    /// <param name="names">Of the columns.</param>
    /// <exception cref="DatasetException">A row has too few or too many fields, or is too long.</exception>
    public static IEnumerable<(string[] Row, int Line)> Of(string path, string encoding, string[] names)
    {
        using var reader = Open(path, encoding);
        var line = 1; // the last that was read
        while (Next(reader, path, line) is { } next)
        {
            line = next.Line;
            if (next.Row is [""]) continue;
            if (next.Row.Length != names.Length) throw OfOtherLength(next.Row, names, $"{path}:{next.Line}");
            yield return next;
        }
    }

    private static DatasetException OfOtherLength(string[] row, string[] names, string place)
    {
        if (row.Length > names.Length)
            return new DatasetException(
                $"{place}: found {row.Length} fields, expected {names.Length}. After {names[^1]} there is '{row[names.Length]}'; "
                + "quote fields that hold a separator.");
        var missing = names[row.Length..];
        var told = string.Join(", ", missing.Take(MostTold)) + (missing.Length > MostTold ? $" and {missing.Length - MostTold} more" : "");
        return new DatasetException($"{place}: found {row.Length} fields, expected {names.Length}. It ends before {told}.");
    }

    private static (string[] Row, int Line)? Next(SepReader reader, string path, int lastLine)
    {
        try
        {
            if (!reader.MoveNext()) return null;
            var row = reader.Current;
            var cells = new string[row.ColCount];
            for (var k = 0; k < cells.Length; k++) cells[k] = row[k].ToString();
            return (cells, row.LineNumberFrom);
        }
        catch (NotSupportedException tooLong)
        {
            throw TooLong($"{path}, after line {lastLine}", tooLong);
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw Unreadable($"{path}, after line {lastLine}", damaged);
        }
    }

    private static SepReader Open(string path, string encoding)
    {
        try
        {
            var stored = GzipContent.Open(RegularFile.Open(path));
            var stream = encoding == TextEncodings.Usual ? new Utf8Check(stored, path) : stored;
            var isTab = path.Contains(".tsv", StringComparison.OrdinalIgnoreCase);
            return (isTab ? Sep.New('\t').Reader(Options) : Sep.Reader(Options))
                .From(new StreamReader(stream, TextEncodings.Named(encoding)));
        }
        catch (NotSupportedException tooLong)
        {
            throw TooLong($"{path}:1", tooLong);
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw Unreadable($"{path}:1", damaged);
        }
    }

    private static DatasetException TooLong(string place, Exception fault) => new(
        $"{place}: found a row that is too long or has too many columns; rows of up to {MostLetters} letters are read. Leave columns out, "
        + "or look for a quote that is not closed.", fault);

    // What Sep raises of names that occur twice, and the framework of files that cannot be unpacked.
    private static bool IsDamage(Exception fault) => fault is
        IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException;

    private static SepReaderOptions Options(SepReaderOptions usual) => usual with { Unescape = true, DisableColCountCheck = true };

    private static DatasetException Unreadable(string place, Exception damaged) =>
        new($"{place}: found no table that can be read ({damaged.Message}).", damaged);
}
