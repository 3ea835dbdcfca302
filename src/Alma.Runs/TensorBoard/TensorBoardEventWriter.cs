namespace Alma.Runs.TensorBoard;

/// <summary>Writes one TensorBoard file. It is a view of <c>metrics.jsonl</c>: nothing reads a run back from it.</summary>
public sealed class TensorBoardEventWriter : IDisposable
{
    /// <summary>TensorBoard groups texts by tag and expects this last part.</summary>
    private const string TextSuffix = "/text_summary";
    private readonly FileStream file;
    private readonly TimeProvider time;

    private TensorBoardEventWriter(string path, TimeProvider time)
    {
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        this.time = time;
    }

    public string Path => file.Name;

    private double WallTime => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Begins a new file in the run folder, beside those of earlier starts.</summary>
    public static TensorBoardEventWriter Create(RunFolder folder, TimeProvider time)
    {
        var writer = new TensorBoardEventWriter(folder.NewEventFile(time.GetUtcNow()), time);
        TfRecord.Write(writer.file, EventMessages.FileVersion(writer.WallTime));
        return writer;
    }

    /// <summary>Adds a point to a curve. TensorBoard keeps numbers in single precision.</summary>
    /// <param name="point">The curve and the place on it.</param>
    /// <param name="value">The number.</param>
    /// <param name="wallTime">When it was measured, in seconds since 1970; by default now.</param>
    public void Scalar(TensorBoardPoint point, double value, double? wallTime = null) =>
        TfRecord.Write(file, EventMessages.Scalar(wallTime ?? WallTime, point, (float)value));

    /// <summary>The text is shown as Markdown.</summary>
    public void Text(string tag, string text) =>
        TfRecord.Write(file, EventMessages.Text(WallTime, new TensorBoardPoint(tag + TextSuffix, 0), text));

    public void Flush() => file.Flush();

    public void Dispose() => file.Dispose();
}
