using System.ComponentModel;
using System.Diagnostics;

namespace Alma.Launching.Slurm;

/// <summary>SLURM, by its own commands.</summary>
/// <param name="folder">Where they are; by default on the <c>PATH</c>.</param>
public sealed class SlurmCommands(string? folder = null)
{
    /// <summary>Submits a script.</summary>
    /// <returns>The number of the job.</returns>
    public string Submit(string script, string workingFolder) =>
        Run("sbatch", "--parsable", $"--chdir={workingFolder}", script).Trim().Split(';')[0];

    /// <summary>This user's jobs that wait or run, task by task.</summary>
    public IReadOnlyList<QueuedTask> Queue() => QueuedTask.ReadQueue(Run("squeue", "--me", "--array", "--noheader", "--format=%i|%T|%r"));

    /// <summary>Jobs and how they ended; none where the cluster keeps no accounts.</summary>
    public IReadOnlyList<QueuedTask> History(IEnumerable<string> jobs)
    {
        try
        {
            return QueuedTask.ReadQueue(
                Run("sacct", "--noheader", "--parsable2", "--allocations", "--format=JobID,State", $"--jobs={string.Join(',', jobs)}"));
        }
        catch (LaunchException)
        {
            return [];
        }
    }

    /// <summary>What the cluster knows of a job.</summary>
    public JobInfo Job(string job) => JobInfo.Read(Run("scontrol", "--oneliner", "show", "job", job));

    /// <summary>The most tasks that an array can have.</summary>
    public int LargestArray() => JobInfo.Read(Run("scontrol", "show", "config")).Number("MaxArraySize") ?? 1001;

    /// <summary>Ends a job that runs, and puts it back into the queue.</summary>
    public void Requeue(string job) => Run("scontrol", "requeue", job);

    public void Cancel(IEnumerable<string> jobs) => Run("scancel", [.. jobs]);

    private string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(folder is null ? command : Path.Combine(folder, command), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new LaunchException($"{command} {arguments[0]}: exit code {process.ExitCode}: {errors.Result.Trim()}");
        }
        catch (Win32Exception missing)
        {
            throw new LaunchException($"there is no command {command} here: is this a machine of a SLURM cluster?", missing);
        }
    }
}
