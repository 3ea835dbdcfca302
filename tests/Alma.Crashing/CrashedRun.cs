using System.Diagnostics;
using Alma.Runs;

namespace Alma.Crashing;

/// <summary>One run, killed as planned, gone on with each time, and compared with the uninterrupted one.</summary>
internal sealed class CrashedRun(CrashPlan plan, WholeRun whole, string root, string config)
{
    private const int Attempts = 20;

    // Of a write that is under way, the kill is to hit any part.
    private const double LongestWaitInWriteSeconds = 0.003;

    private readonly string path = Path.Combine(root, $"run-{plan.Index}");
    private double doneSeconds;

    public CrashResult Run()
    {
        var (killed, inStartUp, inWrite) = (0, 0, 0);
        foreach (var kill in plan.Kills)
        {
            if (!TryKill(kill, goesOn: killed > 0)) return Result("it could not be killed: it always ended before");
            killed++;
            if (!WholeRun.HasRows(path)) inStartUp++;
            if (Directory.EnumerateFiles(path, "*.tmp", SearchOption.AllDirectories).Any()) inWrite++;
        }
        using var last = new AlmaProcess(root, GoOn(plan.Kills[^1]));
        if (last.WaitForEnd() is { } failure) return Result(failure);
        var differences = RunDifferences.Between(whole.Folder, RunFolder.Open(path));
        var manifest = RunManifest.Read(RunFolder.Open(path));
        if (manifest.Resumptions > killed)
            differences = [.. differences, $"run.json tells of {manifest.Resumptions} resumptions after {killed} kills"];
        if (differences.Count == 0) Directory.Delete(path, recursive: true);
        return Result(differences.Count == 0 ? null : string.Join("; ", differences), isResumed: true) with
        {
            RedoneEpochs = manifest.Redone.Epochs
        };

        CrashResult Result(string? failure, bool isResumed = false) =>
            new(plan, killed, inStartUp, inWrite, isResumed, failure is null ? null : $"{plan.Learner.Name}, {path}: {failure}");
    }

    // A run that ends before the kill comes is begun again, or was through when it was gone on with: then the kill comes sooner.
    private bool TryKill(Kill kill, bool goesOn)
    {
        var before = goesOn ? Keep() : null;
        for (var attempt = 0; attempt < Attempts; attempt++, kill = kill.Earlier())
        {
            using (var alma = new AlmaProcess(root, goesOn ? GoOn(kill) : ["run", config, $"run_dir={path}"]))
            {
                WaitFor(kill, alma);
                if (alma.Kill() && !IsDone())
                {
                    doneSeconds += Math.Max(0, alma.Watch.Elapsed.TotalSeconds - whole.StartedUp.TotalSeconds);
                    if (before is not null) Directory.Delete(before, recursive: true);
                    Directory.CreateDirectory(path); // it may have been killed before it made it
                    return true;
                }
            }
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            if (before is not null) Folders.Copy(before, path);
        }
        return false;
    }

    private void WaitFor(Kill kill, AlmaProcess alma)
    {
        var expected = kill.IsInStartUp
            ? whole.StartedUp.TotalSeconds
            : Math.Max(whole.StartedUp.TotalSeconds, whole.Took.TotalSeconds - doneSeconds);
        var moment = TimeSpan.FromSeconds(kill.Moment * expected);
        while (!alma.HasEnded && alma.Watch.Elapsed < moment) Thread.Sleep(1);
        if (!kill.IsInWrite) return;
        while (!alma.HasEnded && !Folders.IsWritten(path)) Thread.Yield();
        var seen = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(seen).TotalSeconds < kill.Moment * LongestWaitInWriteSeconds) Thread.SpinWait(20);
    }

    // Killed after that, it has nothing left to go on with.
    private bool IsDone() => RunFolder.IsAt(path) && RunManifest.Read(RunFolder.Open(path)).State == RunState.Done;

    private string[] GoOn(Kill kill) =>
        kill.IsRunAgain || !RunFolder.IsAt(path) ? ["run", config, $"run_dir={path}", "--resume"] : ["resume", path];

    private string Keep()
    {
        Folders.Copy(path, $"{path}-before");
        return $"{path}-before";
    }
}
