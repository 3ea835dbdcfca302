using Alma.Reports.Summary;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>One run: a line on what it is, a row for each megabatch, and what they come to.</summary>
public static class SummaryTable
{
    private static readonly string[] Numbers = ["megabatch", "error", "cumulative\nerror", "epochs", "multiply-adds", "parameters", "time"];

    public static IRenderable Of(RunSummary run)
    {
        var table = new Table { Border = HeadRule.Line };
        foreach (var name in Numbers)
            table.AddColumn(new TableColumn(new Text(name)).RightAligned().NoWrap());
        foreach (var megabatch in run.Megabatches)
            table.AddRow([.. Cells(megabatch).Select(cell => new Text(cell))]);
        return new Rows([.. Head(run), table, .. Foot(run)]);
    }

    private static string[] Cells(MegabatchSummary megabatch) =>
    [
        Units.Count(megabatch.Megabatch),
        Units.Percent(megabatch.Error),
        Units.Plain(megabatch.CumulativeError),
        Units.Count(megabatch.Epochs),
        Units.Magnitude(megabatch.MultiplyAdds.Total),
        Units.Count(megabatch.Parameters),
        Units.Duration(megabatch.UpdateSeconds + (megabatch.EvaluateSeconds ?? 0)),
    ];

    private static IEnumerable<IRenderable> Head(RunSummary run)
    {
        yield return new Text(run.Path);
        var manifest = run.Manifest;
        var progress = $", {manifest.MegabatchesDone} of {manifest.MegabatchesTotal} megabatches, seed {manifest.Seed}, {manifest.Device ?? "device unknown"}";
        yield return new Paragraph($"{manifest.Recipe}: ").Append(StateText.Name(run.State), StateText.Style(run.State)).Append(progress);
        if (manifest.Error is { } error)
            yield return new Text(error, new Style(Color.Red));
    }

    private static IEnumerable<IRenderable> Foot(RunSummary run)
    {
        if (run.Megabatches is not [.., var last])
            yield break;
        yield return new Text(
            $"average error {Units.Percent(last.AverageError)}, multiply-adds so far {Units.Magnitude(last.CumulativeMultiplyAdds)}");
    }
}
