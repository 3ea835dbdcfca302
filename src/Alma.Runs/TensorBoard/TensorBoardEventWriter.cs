using Alma.Files;

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
        (Path, file) = (path, OwnFile.Create(path));
        this.time = time;
    }

    public string Path { get; }

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
    /// <param name="point">Which text, and the step at which it is shown.</param>
    public void Text(TensorBoardPoint point, string text, double? wallTime = null) =>
        TfRecord.Write(file, EventMessages.Text(wallTime ?? WallTime, OfText(point), text));

    /// <summary>Where a text is to be found in the file.</summary>
    public static TensorBoardPoint OfText(TensorBoardPoint point) => point with { Tag = point.Tag + TextSuffix };

    public void Image(TensorBoardPoint point, TensorBoardImage image, double? wallTime = null) =>
        TfRecord.Write(file, EventMessages.Image(wallTime ?? WallTime, point, image));

    /// <summary>Says what the run is told from others by; once, before <see cref="Ended"/>.</summary>
    public void HyperParameters(IReadOnlyCollection<HyperParameter> parameters)
    {
        TfRecord.Write(
            file,
            EventMessages.OfHyperParameters(WallTime, HyperParameterFields.ExperimentTag, HyperParameterMessages.Experiment(parameters)));
        TfRecord.Write(file, EventMessages.OfHyperParameters(
            WallTime, HyperParameterFields.SessionStartTag, HyperParameterMessages.SessionStart(WallTime, parameters)));
    }

    /// <summary>Says how the run has ended.</summary>
    public void Ended(RunState state) =>
        TfRecord.Write(file, EventMessages.OfHyperParameters(
            WallTime, HyperParameterFields.SessionEndTag, HyperParameterMessages.SessionEnd(WallTime, state)));

    public void Flush() => file.Flush();

    public void Dispose() => file.Dispose();
}
