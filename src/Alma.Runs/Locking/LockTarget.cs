namespace Alma.Runs.Locking;

/// <summary>A folder that has one writer, and what is said to whoever comes second.</summary>
/// <param name="Path">The folder.</param>
/// <param name="LockFile">The file in it that says who writes there.</param>
/// <param name="Rule">What is being done there, and why nobody else may: put around the holder's description.</param>
/// <param name="IfGone">What to do where the holder cannot be seen from here and may be gone.</param>
internal sealed record LockTarget(string Path, string LockFile, Func<string, string> Rule, string IfGone)
{
    public static LockTarget Of(RunFolder run) => new(
        run.Path,
        run.LockFile,
        holder => $"{run.Path} is being run by {holder}: a run folder has one writer.",
        "resume with --take-over or");

    public static LockTarget OfSweep(string path) => new(
        path,
        System.IO.Path.Combine(path, RunFolder.LockName),
        holder => $"{path} is held by {holder}, which runs a sweep there: a sweep folder has one writer.",
        "give the same command again");
}
