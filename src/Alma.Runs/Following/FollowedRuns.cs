using Alma.Runs.Catalog;

namespace Alma.Runs.Following;

/// <summary>
/// Follows the runs that somebody names, and those that appear later where a folder or a pattern was named. Runs that had ended
/// before are passed over, unless they are named themselves or go on.
/// </summary>
/// <param name="words">As <see cref="RunSelection"/> takes them.</param>
/// <param name="alsoEnded">Whether runs that had ended before are followed too.</param>
public sealed class FollowedRuns(IReadOnlyList<string> words, bool alsoEnded, TimeProvider time)
{
    /// <summary>To go through all folders takes longer than to look at runs that are known.</summary>
    private static readonly TimeSpan searchInterval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, FollowedRun> known = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, RunSnapshot> followed = new(StringComparer.Ordinal);
    private long? lastSearch;

    /// <summary>Whether folders that are named may come later.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>How many of the runs that are there are passed over, since they had ended before.</summary>
    public int SkippedCount { get; private set; }

    /// <summary>Looks at all runs.</summary>
    /// <returns>Those that are followed, in the order in which they were found.</returns>
    /// <exception cref="RunFolderException">At the first look: a word names nothing that is there.</exception>
    public IReadOnlyList<RunSnapshot> Poll()
    {
        var isFirst = lastSearch is null;
        var begunBefore = followed.Keys.ToList();
        if (lastSearch is not { } search || time.GetElapsedTime(search) >= searchInterval) Search(isFirst);
        foreach (var path in begunBefore) followed[path] = known[path].Poll();
        return [.. followed.Values];
    }

    private void Search(bool isFirst)
    {
        lastSearch = time.GetTimestamp();
        SkippedCount = 0;
        foreach (var path in Paths(isFirst).Where(path => !followed.ContainsKey(path)))
        {
            var isNew = !known.TryGetValue(path, out var run);
            if (isNew) known[path] = run = new FollowedRun(path);
            var isAsked = alsoEnded || words.Contains(path) || (isNew && !isFirst);
            var snapshot = run!.Poll(alsoEnded: isAsked);
            if (isAsked || snapshot.IsRunning) followed[path] = snapshot;
            else SkippedCount++;
        }
    }

    private List<string> Paths(bool isFirst)
    {
        try
        {
            return [.. RunSelection.Paths(words, refuseMissing: isFirst && !MayBeMissing)];
        }
        catch (DirectoryNotFoundException)
        {
            return [.. known.Keys]; // a folder was deleted while it was gone through: the next search finds what there is
        }
    }
}
