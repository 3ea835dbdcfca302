using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments.Options;
using Alma.Runs;
using Alma.Runs.Drift;

namespace Alma.Keeping.Drift;

/// <summary>
/// Examines a dump before a run learns from it, with the model that the run has. What comes of it depends on the data and the run alone, so
/// it is the same when it is done again.
/// </summary>
public sealed class ArrivalExamination(RunFolder run, DriftOptions options)
{
    /// <summary>Whether the run has learned something yet, so that it has a model to be tried.</summary>
    public bool HasModel { get; init; } = true;

    /// <summary>Examines the last dump of a data set and leaves the report in the run's folder; one that is there is read.</summary>
    /// <param name="store">With the dumps that there are now, the last of which has just come.</param>
    /// <param name="dumpCounts">By megabatch: how many of the first dumps there were with it. The last is the one that has come.</param>
    /// <exception cref="RunFolderException">An earlier report is damaged.</exception>
    /// <exception cref="DatasetException">A file of the data set is damaged.</exception>
    /// <exception cref="Serving.Models.ModelException">The model fails.</exception>
    public ArrivalReport Examine(Store store, IReadOnlyList<int> dumpCounts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(dumpCounts);
        var megabatch = dumpCounts.Count - 1;
        var dump = store.Manifest.Dumps[dumpCounts[megabatch] - 1];
        if (ArrivalReports.Read(run, megabatch) is { } there && there.Folder == dump.Folder) return there;
        List<ArrivalReport> earlier = [];
        for (var k = 0; k < megabatch; k++)
            earlier.Add(Known(store, k, store.Manifest.Dumps[dumpCounts[k] - 1], Bins(earlier), cancellation));
        var profile = DumpProfile.Of(store, dump, megabatch, Bins(earlier), cancellation);
        DigestFiles.Write(run, megabatch, profile.Digests);
        var report = megabatch == 0 ? profile.Counts : Compared(store, profile, earlier, cancellation);
        ArrivalReports.Write(run, report);
        return report;
    }

    private static IReadOnlyList<FeatureCounts>? Bins(List<ArrivalReport> earlier) => earlier is [var first, ..] ? first.Features : null;

    // A run that was begun in another way has none of its first dumps.
    private ArrivalReport Known(
        Store store, int megabatch, StoredDump dump, IReadOnlyList<FeatureCounts>? bins, CancellationToken cancellation)
    {
        if (ArrivalReports.Read(run, megabatch) is { } there && there.Folder == dump.Folder) return there;
        var profile = DumpProfile.Of(store, dump, megabatch, bins, cancellation);
        DigestFiles.Write(run, megabatch, profile.Digests);
        ArrivalReports.Write(run, profile.Counts);
        return profile.Counts;
    }

    private ArrivalReport Compared(Store store, DumpProfile profile, List<ArrivalReport> earlier, CancellationToken cancellation)
    {
        var (tests, arrived) = (new ChangeTests(options.FalseAlarmRate), profile.Counts);
        // A run may keep no models.
        var model = HasModel && RunModels.Megabatches(run).Contains(arrived.Megabatch - 1)
            ? PresentModel.Of(run, store, arrived.Megabatch, cancellation)
            : null;
        if (model is not null) tests.Error(model.Arriving, model.Reference);
        if (model is not null) tests.Confidence(model.Arriving, model.Reference);
        var reference = options.Reference switch
        {
            DriftReference.First => [earlier[0]],
            DriftReference.Previous => [earlier[^1]],
            _ => earlier,
        };
        tests.Classes(Summed(reference.SelectMany(report => report.Classes)), arrived.Classes);
        foreach (var feature in arrived.Features)
            if (Summed(feature, reference) is { } before) tests.Feature(before, feature);
        var known = KnownExamples.Of(earlier.Select(report => Digests(store, report, cancellation)), profile.Digests);
        tests.Duplicates(known);
        var (results, level, warnings) = tests.Results();
        return arrived with
        {
            Error = model?.Arriving.Error,
            ReferenceError = model?.Reference.Error,
            DuplicateShare = known.Share,
            Tests = results,
            Level = level,
            Warnings = [.. Facts(arrived, earlier), .. warnings],
        };
    }

    // What needs no test.
    private static IEnumerable<string> Facts(ArrivalReport arrived, List<ArrivalReport> earlier)
    {
        var seen = earlier.SelectMany(report => report.Classes.Keys).ToHashSet();
        string[] come = [.. arrived.Classes.Keys.Where(name => !seen.Contains(name))];
        if (come.Length > 0) yield return $"classes that were not there before: {string.Join(", ", come)}";
        foreach (var feature in arrived.Features)
            if (arrived.Examples > 0 && feature.Missing == arrived.Examples
                && earlier.Any(report => report.Features.Any(other => other.Name == feature.Name && other.Missing < report.Examples)))
                yield return $"{feature.Name} has no value at all";
    }

    private ulong[] Digests(Store store, ArrivalReport report, CancellationToken cancellation)
    {
        if (DigestFiles.Read(run, report.Megabatch, report.Examples) is { } kept) return kept;
        var dump = store.Manifest.Dumps.First(dump => dump.Folder == report.Folder);
        return DumpProfile.Of(store, dump, report.Megabatch, report.Features, cancellation).Digests;
    }

    internal static Dictionary<string, int> Summed(IEnumerable<KeyValuePair<string, int>> counts) =>
        counts.GroupBy(count => count.Key).ToDictionary(group => group.Key, group => group.Sum(count => count.Value));

    internal static FeatureCounts? Summed(FeatureCounts like, IReadOnlyList<ArrivalReport> reports)
    {
        List<FeatureCounts> found = [.. reports.SelectMany(report => report.Features).Where(feature => feature.Name == like.Name)];
        if (found.Count == 0) return null;
        var sum = new int[found.Max(feature => feature.Counts.Count)];
        foreach (var feature in found)
            for (var k = 0; k < feature.Counts.Count; k++) sum[k] += feature.Counts[k];
        return like with { Counts = sum, Missing = found.Sum(feature => feature.Missing) };
    }
}
