using Alma.Runs.Locking;
using Alma.Runs.Metrics;

namespace Alma.Runs.Catalog;

/// <summary>Finds the runs under a folder. A damaged one is listed with what is wrong with it and hides no other.</summary>
public static class RunCatalog
{
    /// <summary>Deep enough for root/sweep/dataset/recipe/run, with some to spare.</summary>
    private const int MaxDepth = 6;

    private static readonly EnumerationOptions realFolders = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    /// <summary>The runs, newest first. Symbolic links are not followed.</summary>
    public static IReadOnlyList<CatalogEntry> List(string root)
    {
        if (!Directory.Exists(root))
            return [];
        return [.. Find(root).Select(Read).OrderByDescending(Age).ThenBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    /// <summary>The state that the manifest gives, unless it says that a process is at work which is gone.</summary>
    public static CatalogState StateOf(RunFolder folder, RunManifest manifest) => manifest.State switch
    {
        RunState.Done => CatalogState.Done,
        RunState.Failed => CatalogState.Failed,
        RunState.Interrupted => CatalogState.Interrupted,
        // Nobody holds one that learns what has come and leaves.
        RunState.Waiting when RunLock.IsHeld(folder, TimeProvider.System) != false => CatalogState.Waiting,
        _ when RunLock.IsHeld(folder, TimeProvider.System) is { } isHeld => isHeld ? CatalogState.Running : CatalogState.Dead,
        _ when RunProcess.MayBeAlive(manifest, File.GetLastWriteTimeUtc(folder.ManifestFile)) => CatalogState.Running,
        _ => CatalogState.Dead,
    };

    /// <summary>
    /// The run folders below a folder, and itself. One that a run's folder holds is found too: else it would be in no list.
    /// </summary>
    internal static IEnumerable<string> Find(string path, int depth = MaxDepth)
    {
        if (RunFolder.IsAt(path)) yield return path;
        if (depth == 0) yield break;
        foreach (var found in Directory.EnumerateDirectories(path, "*", realFolders).SelectMany(child => Find(child, depth - 1)))
            yield return found;
    }

    /// <summary>One run, be its folder damaged.</summary>
    /// <param name="path">A folder that holds a run.</param>
    public static CatalogEntry Read(string path)
    {
        try
        {
            var folder = RunFolder.Open(path);
            var manifest = RunManifest.Read(folder);
            var (accuracy, worst) = LatestOnTestSet(folder, manifest);
            return new CatalogEntry(path, StateOf(folder, manifest), manifest, accuracy, null) { WorstClass = worst };
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return new CatalogEntry(path, CatalogState.Unreadable, null, null, RunFault.Describe(path, fault));
        }
    }

    private static (double? Accuracy, ClassResult? Worst) LatestOnTestSet(RunFolder folder, RunManifest manifest)
    {
        if (!File.Exists(folder.MetricsFile)) return (null, null);
        MetricRow? last = null;
        var classes = new List<MetricRow>(); // of the last megabatch
        foreach (var row in MetricLog.Read(folder.MetricsFile, Splits.Test))
        {
            if (row.Name == MetricNames.Accuracy) (last, classes) = (row, []);
            else if (row.Name.StartsWith(MetricNames.ClassAccuracyPrefix, StringComparison.Ordinal)) classes.Add(row);
        }
        var worst = classes.Where(row => MetricNames.ClassOfAccuracy(row.Name) is not null && double.IsFinite(row.Value))
            .MinBy(row => row.Value);
        if (worst is null) return (last?.Value, null);
        return (last?.Value, new ClassResult(manifest.NameOfClass(MetricNames.ClassOfAccuracy(worst.Name)!.Value), worst.Value));
    }

    private static DateTimeOffset Age(CatalogEntry entry) => entry.Manifest?.Started ?? Directory.GetLastWriteTimeUtc(entry.Path);
}

/// <summary>One run that <see cref="RunCatalog"/> found.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="State">How it looks from outside.</param>
/// <param name="Manifest">What it says of itself; null if that cannot be read.</param>
/// <param name="TestAccuracy">After the last megabatch that was evaluated, in 0..1; null before the first.</param>
/// <param name="Problem">What is wrong with the folder, if something is.</param>
public sealed record CatalogEntry(string Path, CatalogState State, RunManifest? Manifest, double? TestAccuracy, string? Problem)
{
    /// <summary>The class that the model was worst on then; null where that was not measured.</summary>
    public ClassResult? WorstClass { get; init; }
}

/// <summary>How good a model is on a class.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Accuracy">On its test examples, in 0..1.</param>
public sealed record ClassResult(string Name, double Accuracy);

/// <summary>How a run looks from outside: as its manifest says, unless that cannot be true.</summary>
public enum CatalogState
{
    Running,
    Done,
    Failed,
    Interrupted,

    /// <summary>A run without an end, which has learned from all dumps that have come.</summary>
    Waiting,

    /// <summary>The manifest says that it runs, but its process is gone, or on another host gives no sign of life.</summary>
    Dead,

    /// <summary>The folder is damaged; <see cref="CatalogEntry.Problem"/> says how.</summary>
    Unreadable,
}
