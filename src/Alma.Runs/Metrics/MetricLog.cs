using System.Text;
using Alma.Files;

namespace Alma.Runs.Metrics;

/// <summary>Appends metric rows to <c>metrics.jsonl</c>, the one truth about what a run measured, and reads them back.</summary>
public sealed class MetricLog : IDisposable
{
    /// <summary>The bytes of a log that is read: many times what a long run writes.</summary>
    public const long MaxBytes = 1L << 30;

    private readonly string path;
    private readonly FileStream file;

    private MetricLog(string path)
    {
        this.path = path;
        file = OwnFile.OpenOrCreate(path);
    }

    /// <summary>How many bytes the rows written so far take, those still in the buffer included.</summary>
    public long Length => file.Length;

    /// <summary>Opens the log behind its last complete row.</summary>
    public static MetricLog Open(string path)
    {
        var log = new MetricLog(path);
        log.Cut(CompleteLines.End(log.file));
        return log;
    }

    /// <summary>The rows of a log, which may still be growing; a last line without its line feed is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="splits">Which splits to read, by default all. Lines of others are passed over unread, which is much faster.</param>
    /// <exception cref="RunFolderException">The file is missing, or a line is no metric row.</exception>
    public static IEnumerable<MetricRow> Read(string path, params string[] splits)
    {
        if (!File.Exists(path))
            throw new RunFolderException($"{path} is missing.");
        return ReadRows(path, splits);
    }

    /// <summary>
    /// The rows of these names and where each begins, in bytes. Lines that a crash of the machine left damaged are passed over.
    /// </summary>
    internal static IEnumerable<(long Start, MetricRow Row)> ReadTolerantly(string path, Func<string, bool> isAsked)
    {
        using var stream = OpenToRead(path);
        var start = 0L;
        foreach (var line in CompleteLines.Read(stream, path))
        {
            if (MetricJson.TryRead(line.Span) is { } row && isAsked(row.Name)) yield return (start, row);
            start += line.Length + 1;
        }
    }

    /// <summary>As <see cref="Read"/>, without the rows of single training steps, which most logs consist of.</summary>
    /// <exception cref="RunFolderException">The file is missing, or a line is no metric row.</exception>
    public static IEnumerable<MetricRow> ReadWithoutSteps(string path)
    {
        if (!File.Exists(path))
            throw new RunFolderException($"{path} is missing.");
        return ReadLines(path, line => !IsOfAStep(line))
            .Where(row => row is not { Split: Splits.Train, Name: MetricNames.Loss or MetricNames.Accuracy });
    }

    /// <summary>Refuses what no program should be given to read as a log.</summary>
    /// <exception cref="UnfitFileException">It is no regular file, or too large.</exception>
    public static void Check(string path) => OpenToRead(path).Dispose();

    /// <summary>
    /// Whether the last line of a log has its line feed, as it has unless a process was killed in writing it or is at it.
    /// </summary>
    public static bool EndsWithLineFeed(string path)
    {
        using var stream = OpenToRead(path);
        if (stream.Length == 0) return true;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }

    /// <summary>Refuses a log in which the row that a checkpoint counts on as the last is of another megabatch.</summary>
    /// <param name="byteLength">Where that row ends. Whether one does is found when the log is cut there.</param>
    /// <exception cref="RunFolderException">It is of another megabatch.</exception>
    public static void RefuseUnlessOf(string path, long byteLength, int megabatch)
    {
        if (byteLength <= 0 || !File.Exists(path)) return;
        using var stream = OpenToRead(path);
        const int longest = 1 << 12; // a row has about a hundred bytes
        var row = new byte[Math.Min(longest, byteLength)];
        stream.Position = byteLength - row.Length;
        row = row[..stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false)];
        var line = row.AsSpan().TrimEnd((byte)'\n');
        if (MetricJson.TryRead(line[(line.LastIndexOf((byte)'\n') + 1)..]) is { } last && last.Megabatch != megabatch)
            throw new RunFolderException(
                $"{path}: the row that ends at byte {byteLength} is of megabatch {last.Megabatch}, "
                + $"but the checkpoint that was taken there is of megabatch {megabatch}.");
    }

    /// <summary>Copies the rows of a log, which may still be growing, without a last line that lacks its line feed.</summary>
    /// <param name="copy">A file that is not there yet.</param>
    public static void CopyRows(string path, string copy)
    {
        using var source = OpenToRead(path);
        using var target = OwnFile.Create(copy);
        source.CopyTo(target);
        target.SetLength(CompleteLines.End(target));
    }

    public void Write(MetricRow row)
    {
        file.Write(MetricJson.Write(row));
        file.WriteByte((byte)'\n');
    }

    /// <summary>Hands the rows to the operating system or, before a checkpoint that counts on them, to the disk.</summary>
    public void Flush(bool toDisk = false) => file.Flush(toDisk);

    /// <summary>Drops all rows past this length, which a checkpoint remembers.</summary>
    /// <exception cref="RunFolderException">No row of this log ends there.</exception>
    public void Truncate(long byteLength)
    {
        file.Flush();
        if (byteLength < 0 || byteLength > Length)
            throw new RunFolderException($"{path} has {Length} bytes, but the checkpoint was taken after {byteLength}.");
        file.Position = Math.Max(0, byteLength - 1);
        if (byteLength > 0 && file.ReadByte() != '\n')
            throw new RunFolderException($"{path} has no row that ends at byte {byteLength}, where the checkpoint was taken.");
        Cut(byteLength);
    }

    public void Dispose() => file.Dispose();

    /// <summary>Opens a log, which may be a stranger's.</summary>
    /// <exception cref="UnfitFileException">It is no regular file, or too large.</exception>
    internal static FileStream OpenToRead(string path)
    {
        var file = RegularFile.Open(path);
        if (file.Length <= MaxBytes) return file;
        file.Dispose();
        throw UnfitFileException.TooLarge(path, MaxBytes);
    }

    private static IEnumerable<MetricRow> ReadRows(string path, string[] splits)
    {
        var marks = splits.Select(split => Encoding.UTF8.GetBytes($"\"{split}\"")).ToArray();
        return ReadLines(path, line => marks.Length == 0 || HasAny(line, marks))
            .Where(row => splits.Length == 0 || splits.Contains(row.Split));
    }

    private static IEnumerable<MetricRow> ReadLines(string path, Predicate<ReadOnlyMemory<byte>> isWanted)
    {
        using var stream = OpenToRead(path);
        var lineNumber = 0;
        foreach (var line in CompleteLines.Read(stream, path))
        {
            lineNumber++;
            if (isWanted(line))
                yield return MetricJson.Read(line.Span, path, lineNumber);
        }
    }

    private static bool HasAny(ReadOnlyMemory<byte> line, byte[][] marks)
    {
        foreach (var mark in marks)
            if (line.Span.IndexOf(mark) >= 0) return true;
        return false;
    }

    // Quick and never wrong about a row that is wanted: a line that is spelled in another way is read and passed over then.
    internal static bool IsOfAStep(ReadOnlyMemory<byte> line) => line.Span.IndexOf("\"train\""u8) >= 0
        && (line.Span.IndexOf("\"name\":\"loss\""u8) >= 0 || line.Span.IndexOf("\"name\":\"accuracy\""u8) >= 0);

    private void Cut(long byteLength)
    {
        file.SetLength(byteLength);
        file.Position = byteLength;
    }
}
