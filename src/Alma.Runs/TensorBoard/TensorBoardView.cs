using Alma.Runs.Experts;
using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;

namespace Alma.Runs.TensorBoard;

/// <summary>
/// What TensorBoard shows of a run, in one event file: curves of its rows, its config as text and as hyper-parameters, after each
/// megabatch the tree of experts and the worst mistakes. All of it is made from other files of the run folder.
/// </summary>
internal sealed class TensorBoardView : IDisposable
{
    private readonly TensorBoardEventWriter events;
    private readonly bool showsImages;
    private readonly ShownClasses classes;

    /// <param name="options">What is shown beside rows and config.</param>
    public TensorBoardView(RunFolder folder, TimeProvider time, RunLogOptions options)
    {
        (showsImages, classes) = (options.ShowsImages, new ShownClasses(options.ClassNames));
        events = TensorBoardEventWriter.Create(folder, time);
        if (File.Exists(folder.ConfigFile)) events.Text(new(TensorBoardTags.Hyperparameters, 0), AsCode(folder.ReadConfig()));
        if (options.HyperParameters.Count > 0) events.HyperParameters(options.HyperParameters);
    }

    /// <summary>Shows rows; those on the experts of a megabatch come together.</summary>
    /// <param name="wallTimes">When they were measured, where that was before now.</param>
    public void Write(IReadOnlyList<MetricRow> rows, EventWallTimes? wallTimes = null)
    {
        foreach (var row in rows)
            foreach (var point in TensorBoardTags.For(row, classes))
                events.Scalar(point, row.Value, wallTimes?.At(point));
        foreach (var megabatch in rows.Where(IsOfExperts).GroupBy(row => row.Megabatch))
        {
            var point = new TensorBoardPoint(TensorBoardTags.Experts, megabatch.Key);
            Write(point, ExpertMarkdown.Of(LayerExperts.Of(megabatch)), wallTimes);
        }
    }

    /// <summary>Shows the worst mistakes after a megabatch.</summary>
    public void Write(WorstImages worst, EventWallTimes? wallTimes = null)
    {
        if (!showsImages || ContactSheet.Of(worst) is not { } sheet) return;
        var point = new TensorBoardPoint(TensorBoardTags.WorstMistakes, worst.Megabatch);
        events.Image(point, sheet, wallTimes?.At(point));
        Write(point, ContactSheet.Captions(worst, classes), wallTimes);
    }

    /// <summary>Says how the run has ended.</summary>
    public void Ended(RunState state) => events.Ended(state);

    public void Flush() => events.Flush();

    public void Dispose() => events.Dispose();

    private void Write(TensorBoardPoint point, string text, EventWallTimes? wallTimes) =>
        events.Text(point, text, wallTimes?.At(TensorBoardEventWriter.OfText(point)));

    private static bool IsOfExperts(MetricRow row) =>
        row.Split == Splits.Test && row.Name.StartsWith(MetricNames.ExpertUsagePrefix, StringComparison.Ordinal);

    /// <summary>Markdown shows indented lines as they are.</summary>
    private static string AsCode(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => "    " + line));
}
