using Alma.Reports.Summary;
using Alma.Reports.Tables;
using Alma.Runs;
using Alma.Runs.Catalog;
using Spectre.Console;

namespace Alma.Crashing;

/// <summary>In what a run that was killed differs from an uninterrupted one, which should be times alone.</summary>
internal static class RunDifferences
{
    public static IReadOnlyList<string> Between(RunFolder whole, RunFolder cut) =>
        [.. Ending(cut), .. Rows(whole, cut), .. Models(whole, cut), .. Checkpoint(whole, cut), .. Report(whole, cut)];

    private static IEnumerable<string> Ending(RunFolder cut)
    {
        var manifest = RunManifest.Read(cut);
        if (RunCatalog.StateOf(cut, manifest) != CatalogState.Done || !File.Exists(cut.DoneFile))
            yield return $"it is {manifest.State}, not done";
        if (cut.EventFiles.Count != 1) yield return $"it has {cut.EventFiles.Count} event files";
        if (File.Exists(Path.Combine(cut.Path, "lock.json"))) yield return "its lock was left behind";
        if (!manifest.Resources.Select(resources => resources.Megabatch).SequenceEqual(Enumerable.Range(0, manifest.MegabatchesTotal)))
            yield return "run.json lacks resources of a megabatch";
    }

    // The ledger of what the run cost is among them.
    private static IEnumerable<string> Rows(RunFolder whole, RunFolder cut)
    {
        var (expected, actual) = (TimelessRows(whole), TimelessRows(cut));
        var common = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        if (common < expected.Count || common < actual.Count)
            yield return $"row {common} is {actual.ElementAtOrDefault(common) ?? "missing"} where "
                + $"{expected.ElementAtOrDefault(common) ?? "nothing"} was expected";
    }

    private static IEnumerable<string> Models(RunFolder whole, RunFolder cut)
    {
        var names = Names(whole);
        if (!names.SequenceEqual(Names(cut)))
            yield return $"it has models {string.Join(", ", Names(cut))} where {string.Join(", ", names)} were expected";
        foreach (var name in names.Intersect(Names(cut)))
            if (!Bytes(whole, name).SequenceEqual(Bytes(cut, name))) yield return $"{name} has other bytes";
    }

    // The header differs, as it has the length of the rows, and times have more digits or fewer.
    private static IEnumerable<string> Checkpoint(RunFolder whole, RunFolder cut)
    {
        if (!Values(whole.CheckpointFile).SequenceEqual(Values(cut.CheckpointFile))) yield return "the last checkpoint has other values";
    }

    private static IEnumerable<string> Report(RunFolder whole, RunFolder cut)
    {
        var (expected, actual) = (TimelessReport(whole), TimelessReport(cut));
        if (expected != actual) yield return $"its report is\n{actual}\nwhere this was expected:\n{expected}";
    }

    private static List<string> TimelessRows(RunFolder run) =>
        [.. File.ReadLines(run.MetricsFile).Where(row => !row.Contains("_seconds\"", StringComparison.Ordinal))];

    private static string TimelessReport(RunFolder run)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        var summary = RunSummary.Read(run);
        console.Write(SummaryTable.Of(summary with
        {
            Path = "",
            Manifest = summary.Manifest with { Resumptions = 0 },
            Megabatches = [.. summary.Megabatches.Select(megabatch => megabatch with { UpdateSeconds = null, EvaluateSeconds = null })],
        }));
        console.Write(ExpertTreeView.Of(summary.Experts));
        return text.ToString();
    }

    private static List<string> Names(RunFolder run) =>
        [.. Directory.GetFiles(run.ModelsFolder, "*.safetensors").Select(file => Path.GetFileName(file)).Order()];

    private static byte[] Bytes(RunFolder run, string name) => File.ReadAllBytes(Path.Combine(run.ModelsFolder, name));

    private static byte[] Values(string file)
    {
        var content = File.ReadAllBytes(file);
        return content[(sizeof(ulong) + (int)BitConverter.ToUInt64(content))..];
    }
}
