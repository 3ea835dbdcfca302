using System.Globalization;
using Alma.Files;
using Alma.Runs.Catalog;

namespace Alma.Runs;

/// <summary>The folder of one run. The only class that knows what the files in it are called.</summary>
public sealed class RunFolder
{
    /// <summary>The file by which the folder of a sweep is known; no run may be made there.</summary>
    public const string SweepRecordName = "sweep.json";

    internal const string LockName = "lock.json";
    private const string EventFilePrefix = "events.out.tfevents.";
    private const int MaxConfigBytes = 1 << 22; // as much as a config may have letters, in the longest spelling

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string ConfigFile => In("config.yaml");

    public string ManifestFile => In("run.json");

    public string MetricsFile => In("metrics.jsonl");

    public string LogFile => In("log.txt");

    /// <summary>Which process may write in the folder: see <see cref="Locking.RunLock"/>.</summary>
    internal string LockFile => In(LockName);

    public string DoneFile => In("done");

    public string CheckpointFolder => In("checkpoint");

    /// <summary>What the run goes on from.</summary>
    public string CheckpointFile => System.IO.Path.Combine(CheckpointFolder, "latest.safetensors");

    /// <summary>What the run goes on from where the newer checkpoint is damaged.</summary>
    public string PreviousCheckpointFile => System.IO.Path.Combine(CheckpointFolder, "previous.safetensors");

    /// <summary>The weights that its networks start from, where these are not drawn.</summary>
    public string InitialWeightsFile => In("initial_weights.safetensors");

    public string ModelsFolder => In("models");

    public string WorstImagesFolder => In("worst");

    public string DriftFolder => In("drift");

    /// <summary>The TensorBoard files of this run, one for each time it was started or resumed.</summary>
    public IReadOnlyList<string> EventFiles => [.. Directory.GetFiles(Path, EventFilePrefix + "*").Order(StringComparer.Ordinal)];

    private bool HoldsRun => File.Exists(ManifestFile) || File.Exists(MetricsFile);

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="config">What is to be run: a run of the same that was killed before it had more than its config is begun again.</param>
    /// <exception cref="RunFolderException">The folder already holds a run, or a file is in its place.</exception>
    public static RunFolder Create(string path, string? config = null)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw new RunFolderException($"The folder of the run is '{path}', which is no path.");
        if (File.Exists(path))
            throw NoneOfItsOwn($"{path} is a file");
        var folder = new RunFolder(path);
        if (folder.HoldsRun || (File.Exists(folder.ConfigFile) && folder.ReadConfig() != config))
            throw new RunFolderException($"{path} already holds a run.") { Need = RunFolderNeed.OtherFolderOrResume };
        if (Directory.Exists(path)) RefuseOthers(path);
        Directory.CreateDirectory(path);
        return folder;
    }

    // A run there would be taken for all that the folder holds.
    private static void RefuseOthers(string path)
    {
        if (File.Exists(System.IO.Path.Combine(path, SweepRecordName)))
            throw NoneOfItsOwn($"{path} is the folder of a sweep");
        if (RunCatalog.Find(path, depth: 3).FirstOrDefault() is { } other)
            throw NoneOfItsOwn($"{path} has other runs below it ({other})");
    }

    private static RunFolderException NoneOfItsOwn(string found) =>
        new($"{found}: a run needs a folder of its own.") { Need = RunFolderNeed.OtherFolder };

    /// <summary>For whoever writes while the run goes on: a folder that was there is not made anew where it was.</summary>
    /// <exception cref="RunFolderException">The folder is gone.</exception>
    public void RequireThere()
    {
        if (!Directory.Exists(Path)) throw Gone();
    }

    /// <summary>What is said of a folder that was deleted or moved under its run.</summary>
    public RunGoneException Gone() => new($"{Path} is gone: it was deleted or moved while the run was at work, and the run has ended.");

    /// <summary>Opens the folder of a run that was started before.</summary>
    /// <exception cref="RunFolderException">There is no run at that path.</exception>
    public static RunFolder Open(string path)
    {
        if (!Directory.Exists(path))
            throw new RunFolderException($"{path} is no run folder: there is no such folder.");
        var folder = new RunFolder(path);
        if (!folder.HoldsRun)
            throw new RunFolderException($"{path} is no run folder: it has no run.json.");
        return folder;
    }

    /// <summary>Whether the folder at the path holds a run, be it a damaged one.</summary>
    public static bool IsAt(string path) => At(path).HoldsRun;

    /// <summary>The folder at the path, whatever it holds.</summary>
    internal static RunFolder At(string path) => new(path);

    /// <summary>The weights after the megabatch with this zero-based index.</summary>
    public string ModelFile(int megabatchIndex) =>
        System.IO.Path.Combine(ModelsFolder, string.Create(CultureInfo.InvariantCulture, $"megabatch_{megabatchIndex:D4}.safetensors"));

    /// <summary>The misclassified test images of the largest loss after the megabatch with this zero-based index.</summary>
    public string WorstImagesFile(int megabatchIndex) =>
        System.IO.Path.Combine(WorstImagesFolder, string.Create(CultureInfo.InvariantCulture, $"megabatch_{megabatchIndex:D4}.json"));

    /// <summary>What was seen of the dump of a megabatch before it was learned from.</summary>
    public string DriftFile(int megabatchIndex) =>
        System.IO.Path.Combine(DriftFolder, string.Create(CultureInfo.InvariantCulture, $"megabatch_{megabatchIndex:D4}.json"));

    /// <summary>By what the examples of that dump are known again.</summary>
    public string DigestsFile(int megabatchIndex) =>
        System.IO.Path.Combine(DriftFolder, string.Create(CultureInfo.InvariantCulture, $"megabatch_{megabatchIndex:D4}.digests"));

    /// <summary>The text of <c>config.yaml</c>.</summary>
    /// <exception cref="IOException">It is missing, no regular file or too large.</exception>
    public string ReadConfig() => RegularFile.Text(ConfigFile, MaxConfigBytes);

    /// <summary>Writes the file that says, as the Python project's does, that the run has ended well.</summary>
    public void MarkDone()
    {
        RequireThere();
        AtomicFile.WriteText(DoneFile, "Done\n", within: Path);
    }

    /// <summary>Removes it, where a run that had ended goes further than it was to go.</summary>
    public void UnmarkDone() => File.Delete(DoneFile);

    internal string NewEventFile(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var name = $"{EventFilePrefix}{seconds}.{Environment.MachineName}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        var index = 0;
        while (File.Exists(In($"{name}.{index}")))
            index++;
        return In($"{name}.{index}");
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
