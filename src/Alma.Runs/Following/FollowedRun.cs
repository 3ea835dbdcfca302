using Alma.Runs.Catalog;

namespace Alma.Runs.Following;

/// <summary>Follows one run from outside: each look reads only what has changed since the last one, and writes nothing.</summary>
public sealed class FollowedRun
{
    private readonly RunFolder folder;
    private readonly AppendedRows rows;
    private (DateTime Written, long Length) manifestSeen;
    private RunSight last;

    /// <param name="path">A folder that holds a run.</param>
    public FollowedRun(string path)
    {
        folder = RunFolder.At(path);
        rows = new AppendedRows(folder.MetricsFile);
        last = new RunSight(path, CatalogState.Unreadable, null, RunProgress.None, null);
    }

    /// <summary>Looks at the run, be its folder damaged, or gone.</summary>
    /// <param name="alsoEnded">Whether the rows are read of a run that is not running too; else there is only its state.</param>
    public RunSight Look(bool alsoEnded = true)
    {
        if (!RunFolder.IsAt(folder.Path)) return last = last with { IsGone = true };
        try
        {
            LookAtManifest();
            if (alsoEnded || last.IsRunning) LookAtRows();
        }
        catch (Exception fault) when (RunFault.Is(fault))
        {
            manifestSeen = default;
            last = last with { State = CatalogState.Unreadable, Problem = RunFault.Told(folder.Path, fault), IsGone = false };
        }
        return last;
    }

    // Before the rows: a run that says that it has ended has written all of them.
    private void LookAtManifest()
    {
        var file = new FileInfo(folder.ManifestFile);
        var seen = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (seen == manifestSeen && last is { IsGone: false, Manifest.State: not RunState.Running }) return;
        var manifest = seen == manifestSeen && last.Manifest is { } known ? known : RunManifest.Read(folder);
        if (IsAnother(manifest)) Forget();
        manifestSeen = seen;
        last = last with { State = RunCatalog.StateOf(folder, manifest), Manifest = manifest, Problem = manifest.Error, IsGone = false };
    }

    // A run that is gone on with drops rows first, of which there may be more again already;
    // another may stand in the place of a deleted one.
    private bool IsAnother(RunManifest manifest) =>
        last.Manifest is { } known && (known.Resumptions, known.Started) != (manifest.Resumptions, manifest.Started);

    private void LookAtRows()
    {
        var (appended, isAnew) = rows.Read();
        if (isAnew) last = last with { Progress = RunProgress.None };
        last = last with { Progress = last.Progress.With(appended) };
    }

    private void Forget()
    {
        rows.Restart();
        last = last with { Progress = RunProgress.None };
    }
}
