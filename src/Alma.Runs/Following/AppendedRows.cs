using Alma.Files;
using Alma.Runs.Metrics;

namespace Alma.Runs.Following;

/// <summary>Reads what is appended to a <c>metrics.jsonl</c>, and only that: each reading begins where the last one ended.</summary>
internal sealed class AppendedRows(string path)
{
    private long end;

    /// <summary>Begins at the start again: the file has become another.</summary>
    public void Restart() => end = 0;

    /// <summary>
    /// The rows that were completed since the last reading, without those of single training steps. A last line that lacks its end is
    /// read once it has one; a line that is no row is passed over.
    /// </summary>
    /// <returns>Also whether the file was cut, so that these are all its rows and earlier ones do not hold any more.</returns>
    public (IReadOnlyList<MetricRow> Rows, bool IsAnew) Read()
    {
        var length = Length();
        var isAnew = length < end;
        if (isAnew) end = 0;
        return (length == end ? [] : ReadOn(), isAnew);
    }

    private long Length()
    {
        switch (FileKinds.OfTarget(path))
        {
            case FileKind.None: return 0;
            case FileKind.File: return new FileInfo(path).Length;
            default:
                MetricLog.Check(path); // which says what is wrong with it
                goto case FileKind.File;
        }
    }

    private List<MetricRow> ReadOn()
    {
        var rows = new List<MetricRow>();
        using var stream = MetricLog.OpenToRead(path);
        stream.Position = end;
        foreach (var line in CompleteLines.Read(stream, path))
        {
            end += line.Length + 1;
            if (!MetricLog.IsOfAStep(line) && MetricJson.TryRead(line.Span) is { } row) rows.Add(row);
        }
        return rows;
    }
}
