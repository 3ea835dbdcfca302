using Alma.Files;

namespace Alma.Runs.Drift;

/// <summary>The reports on the dumps that a run has got, in its folder.</summary>
public static class ArrivalReports
{
    private const int MaxBytes = 1 << 26;

    /// <summary>The report on the dump of a megabatch; null where there is none.</summary>
    /// <exception cref="RunFolderException">The file is damaged.</exception>
    public static ArrivalReport? Read(RunFolder run, int megabatch)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = run.DriftFile(megabatch);
        if (FileKinds.OfTarget(path) == FileKind.None) return null;
        var report = RecordJson.Read<ArrivalReport>(RegularFile.Bytes(path, MaxBytes), path);
        return Wrong(report, megabatch) is { } wrong ? throw new RunFolderException($"{path}: {wrong}.") : report;
    }

    /// <summary>Those on the first megabatches, as far as there are any.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IEnumerable<ArrivalReport> All(RunFolder run, int count) =>
        Enumerable.Range(0, count).Select(k => Read(run, k)).OfType<ArrivalReport>();

    public static void Write(RunFolder run, ArrivalReport report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        run.RequireThere();
        AtomicFile.Write(run.DriftFile(report.Megabatch), stream => stream.Write(RecordJson.Text(report)), within: run.Path);
    }

    private static string? Wrong(ArrivalReport report, int megabatch)
    {
        if (report.Format != ArrivalReport.CurrentFormat)
            return $"found format {report.Format}, this version of Alma reads {ArrivalReport.CurrentFormat}";
        if (report.Megabatch != megabatch) return $"found megabatch {report.Megabatch} in the file of megabatch {megabatch}";
        if (report.Examples < 0 || report.Classes.Values.Any(count => count < 0)) return "found a count below 0";
        return report.Features.FirstOrDefault(IsWrong) is { } feature ? $"found counts of {feature?.Name} that cannot be" : null;
    }

    private static bool IsWrong(FeatureCounts? feature) => feature is null
        || feature.Missing < 0
        || feature.Counts.Any(count => count < 0)
        || (feature.Edges is { } edges && feature.Counts.Count != edges.Count + 1);
}
