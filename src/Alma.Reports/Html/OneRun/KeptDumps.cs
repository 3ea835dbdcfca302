using Alma.Reports.Summary;
using Alma.Runs;

namespace Alma.Reports.Html.OneRun;

/// <summary>The dumps that a run without an end has learned from, in the order of time.</summary>
internal static class KeptDumps
{
    private static readonly MegabatchFigure[] figures =
    [
        MegabatchFigure.ArrivalError, MegabatchFigure.ArrivalReferenceError, MegabatchFigure.Error, MegabatchFigure.MultiplyAdds,
        MegabatchFigure.Seconds,
    ];

    private static readonly string[] columns =
    [
        "dump", "came (UTC)", "examples#", "error before#", "on earlier#", "error after#", "multiply-adds#", "time#", "what has changed",
        "its model",
    ];

    /// <summary>Nothing for a run that is not kept.</summary>
    public static Markup Of(RunSummary run)
    {
        if (run.Manifest.Keeping is not { Dumps: { Count: > 0 } dumps }) return Markup.Empty;
        var byMegabatch = run.Megabatches.ToDictionary(megabatch => megabatch.Megabatch);
        return Figure.Section(
            "dumps",
            "Dump by dump",
            Markup.Of($"""
                <p>{Sentence(dumps)} <i>Before</i> is the error on a dump of the model that had not learned from it yet, <i>on earlier</i>
                the error of the same model on held-out examples of earlier dumps.</p>

                """),
            run.Megabatches.Any(megabatch => megabatch.ArrivalError is not null)
                ? Figure.Charts(Figure.Of("arrivals", "Errors before and after learning from each dump", isWide: true))
                : Markup.Empty,
            HtmlTable.Of(
                "Every dump with errors, warnings and what became of its model", columns,
                dumps.Select(dump => Cells(dump, byMegabatch.GetValueOrDefault(dump.Megabatch)))));
    }

    private static string Sentence(IReadOnlyList<KeptDump> dumps)
    {
        var changed = dumps.Count(dump => dump.Warnings.Count > 0);
        var promoted = dumps.Count(dump => dump.Promotion?.Contains("is the champion: ", StringComparison.Ordinal) == true);
        return $"{Units.Count(dumps.Count)} dump{(dumps.Count == 1 ? "" : "s")} came from {Units.Moment(dumps[0].Imported)} to "
            + $"{Units.Moment(dumps[^1].Imported)} UTC. In {Units.Count(changed)} of them something had changed; the models of "
            + $"{Units.Count(promoted)} became the champion.";
    }

    private static IReadOnlyList<string> Cells(KeptDump dump, MegabatchSummary? megabatch) =>
    [
        dump.Name, Units.Moment(dump.Imported), Units.Count(dump.Examples),
        .. figures.Select(figure => megabatch is null ? Units.Missing : figure.Format(megabatch)),
        string.Join("; ", dump.Warnings.Select(warning => Told(warning, dump))), dump.Promotion ?? "",
    ];

    // Its name stands in the row.
    private static string Told(string warning, KeptDump dump) =>
        warning.StartsWith($"dump {dump.Name}: ", StringComparison.Ordinal) ? warning[$"dump {dump.Name}: ".Length..] : warning;
}
