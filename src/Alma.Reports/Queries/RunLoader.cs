using Alma.Runs;
using DuckDB.NET.Data;

namespace Alma.Reports.Queries;

/// <summary>Puts manifests and configs into the tables that <see cref="RunViews.Loaded"/> makes.</summary>
internal sealed class RunLoader(DuckDBConnection connection)
{
    private const string Schema = "loaded";

    public void Load(IReadOnlyList<ReadableRun> runs, MetricFiles files)
    {
        Append("manifests", runs, (run, row) => Manifest(run, row));
        Append("settings", runs.SelectMany(run => run.Config.Values.Select(value => (run.Path, value.Key, value.Value))), (value, row) =>
            row
                .AppendValue(value.Path).AppendValue(value.Key).AppendValue(value.Value));
        Append(
            "peaks",
            runs.SelectMany(run => Peaks(run).Select(peak => (run.Path, peak.Megabatch, peak.PeakResidentBytes))),
            (peak, row) => row
                .AppendValue(peak.Path).AppendValue(peak.Megabatch).AppendValue(peak.PeakResidentBytes));
        Append(
            "class_names",
            runs.SelectMany(run => run.Manifest.Classes.Select((name, label) => (run.Path, Label: label, Name: name))),
            (named, row) => row.AppendValue(named.Path).AppendValue(named.Label).AppendValue(named.Name));
        Append("copies", files.Copies, (copy, row) => row.AppendValue(copy.Key).AppendValue(copy.Value));
    }

    /// <summary>In the order of <see cref="RunTables.Manifest"/>.</summary>
    private static void Manifest(ReadableRun run, IDuckDBAppenderRow row)
    {
        var manifest = run.Manifest;
        row.AppendValue(run.Path)
            .AppendValue(Path.GetFileName(run.Path))
            .AppendValue(manifest.Recipe)
            .AppendValue(run.State.ToString().ToLowerInvariant())
            .AppendValue(manifest.Seed).AppendValue(manifest.MegabatchesDone).AppendValue(manifest.MegabatchesTotal)
            .AppendValue(manifest.Started.UtcDateTime).AppendValue(manifest.Ended?.UtcDateTime)
            .AppendValue(ShellWord.Line(manifest.CommandLine)).AppendValue(manifest.Version).AppendValue(manifest.Backend).AppendValue(
                manifest.Device)
            .AppendValue(manifest.Threads).AppendValue(manifest.Host).AppendValue(manifest.Error)
            .AppendValue(manifest.Resumptions).AppendValue(manifest.Redone.Epochs).AppendValue(manifest.Redone.MultiplyAdds).AppendValue(
                manifest.Redone.Seconds)
            .AppendValue(manifest.SavingSeconds)
            .AppendValue(manifest.Resources.Count == 0 ? null : manifest.Resources.Max(used => used.PeakResidentBytes));
    }

    /// <summary>Of a megabatch that was done again, the last.</summary>
    private static IEnumerable<MegabatchResources> Peaks(ReadableRun run) =>
        run.Manifest.Resources.GroupBy(used => used.Megabatch).Select(same => same.Last());

    private void Append<T>(string table, IEnumerable<T> values, Action<T, IDuckDBAppenderRow> append)
    {
        using var appender = connection.CreateAppender(Schema, table);
        foreach (var value in values)
        {
            var row = appender.CreateRow();
            append(value, row);
            row.EndRow();
        }
    }
}
