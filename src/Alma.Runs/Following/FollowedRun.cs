using Alma.Runs.Catalog;

namespace Alma.Runs.Following;

/// <summary>Follows one run from outside: each look reads only what has changed since the last one, and writes nothing.</summary>
public sealed class FollowedRun
{
    private readonly RunFolder folder;
    private readonly AppendedRows rows;
    private (DateTime Written, long Length) manifestSeen;
    private RunSnapshot last;

    /// <param name="path">A folder that holds a run.</param>
    public FollowedRun(string path)
    {
        folder = RunFolder.At(path);
        rows = new AppendedRows(folder.MetricsFile);
        last = new RunSnapshot(path, CatalogState.Unreadable, null, RunProgress.None, null);
    }

    /// <summary>Looks at the run, be its folder damaged, or gone.</summary>
    /// <param name="alsoEnded">Whether the rows are read of a run that is not running too; else there is only its state.</param>
    public RunSnapshot Poll(bool alsoEnded = true)
    {
        if (!RunFolder.IsAt(folder.Path)) return last = last with { IsGone = true };
        try
        {
            PollManifest();
            if (alsoEnded || last.IsRunning) PollRows();
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            manifestSeen = default;
            last = last with { State = CatalogState.Unreadable, Problem = RunFault.Describe(folder.Path, fault), IsGone = false };
        }
        return last;
    }

    // Before the rows: a run that says that it has ended has written all of them.
    private void PollManifest()
    {
        var file = new FileInfo(folder.ManifestFile);
        var seen = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (seen == manifestSeen && last is { IsGone: false, Manifest.State: not (RunState.Running or RunState.Waiting) }) return;
        var manifest = seen == manifestSeen && last.Manifest is { } known ? known : RunManifest.Read(folder);
        if (IsAnother(manifest)) Reset();
        manifestSeen = seen;
        last = last with { State = RunCatalog.StateOf(folder, manifest), Manifest = manifest, Problem = manifest.Error, IsGone = false };
    }

    // A run that is gone on with drops rows first, of which there may be more again already;
    // another may stand in the place of a deleted one.
    private bool IsAnother(RunManifest manifest) =>
        last.Manifest is { } known && (known.Resumptions, known.Started) != (manifest.Resumptions, manifest.Started);

    private void PollRows()
    {
        var (appended, isAnew) = rows.Read();
        if (isAnew) last = last with { Progress = RunProgress.None };
        last = last with { Progress = last.Progress.With(appended) };
    }

    private void Reset()
    {
        rows.Restart();
        last = last with { Progress = RunProgress.None };
    }
}
