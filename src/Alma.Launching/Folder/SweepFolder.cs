using Alma.Config;
using System.Globalization;
using Alma.Runs;

namespace Alma.Launching.Folder;

/// <summary>The folder of one sweep. The only class that knows what the files in it are called.</summary>
public sealed class SweepFolder
{
    private SweepFolder(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="LaunchException">The folder was deleted or moved while its jobs were being started.</exception>
    public void RequireThere()
    {
        if (!File.Exists(RecordFile))
            throw new LaunchException(
                $"{Path} is gone: it was deleted or moved while its sweep was at work. No further job is started. "
                + $"If it was moved, go on with {RunKeys.SweepFolder}=FOLDER, where it is now.");
    }

    public string RecordFile => In(RunFolder.SweepRecordName);

    /// <summary>Which process starts local jobs.</summary>
    public string LauncherFile => In("launcher.json");

    public string LogsFolder => In("logs");

    /// <summary>What was submitted to SLURM.</summary>
    public string SlurmFolder => In("slurm");

    /// <summary>The folder at the path, whatever it holds.</summary>
    public static SweepFolder At(string path) => new(path);

    /// <exception cref="LaunchException">There is no sweep at that path.</exception>
    public static SweepFolder Open(string path)
    {
        var folder = new SweepFolder(path);
        return File.Exists(folder.RecordFile)
            ? folder
            : throw new LaunchException($"{path} is no folder of a sweep: it has no sweep.json.");
    }

    /// <summary>Makes the folder where there is none.</summary>
    /// <exception cref="LaunchException">It is the folder of a run, or a file is in its place.</exception>
    public void Make()
    {
        if (Path.Length == 0 || Path.Contains('\0')) throw new LaunchException($"{RunKeys.SweepFolder} is '{Path}', which is no path.");
        if (File.Exists(Path)) throw NoneOfItsOwn($"{Path} is a file");
        if (RunFolder.IsAt(Path)) throw NoneOfItsOwn($"{Path} holds a run");
        Directory.CreateDirectory(Path);
    }

    private static LaunchException NoneOfItsOwn(string found) =>
        new($"{found}: a sweep needs a folder of its own. Choose another {RunKeys.SweepFolder}.");

    /// <summary>What the job is run from, checked to be the job's.</summary>
    /// <exception cref="LaunchException">The file is missing, or was written for another job or changed since.</exception>
    public string TrustedConfigFile(SweepJob job) => JobConfig.IsThere(this, job)
        ? ConfigFile(job.Name)
        : throw new LaunchException(
            $"{ConfigFile(job.Name)} is not the config of job {job.Name} that {RecordFile} names by its hash. "
            + "Start the sweep again by its own command, which writes it anew.");

    /// <summary>What the job is run from.</summary>
    public string ConfigFile(string job) => In("configs", job + ".yaml");

    /// <summary>What the job printed where it was started here.</summary>
    public string LogFile(string job) => In("logs", job + ".log");

    /// <summary>Whether the file is one of this folder's own: a record that comes from others may name any file of this machine.</summary>
    public bool IsOwnFile(string path) => PlainFile.IsBelow(Path, path);

    /// <summary>The folder of a job's run.</summary>
    public string RunPath(string job) => In(job);

    /// <summary>How often a job ran out of time on the cluster.</summary>
    public string TimeoutsFile(string job) => In("slurm", job + ".timeouts");

    /// <summary>The job's run, or null where it has not begun.</summary>
    public RunFolder? Run(string job) => RunFolder.IsAt(RunPath(job)) ? RunFolder.Open(RunPath(job)) : null;

    /// <summary>The files of a submission to SLURM, counted from 1: its script, its jobs and its record.</summary>
    public string SubmissionFile(int number, string extension) =>
        In("slurm", string.Create(CultureInfo.InvariantCulture, $"{number:D4}.{extension}"));

    private string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);
}
