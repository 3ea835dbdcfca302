using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Alma.Files;
using Alma.Launching.Folder;
using Alma.Runs;

namespace Alma.Launching.Slurm;

/// <summary>An array of jobs that was submitted: its record stands beside its script in the sweep's folder.</summary>
/// <param name="Job">Its number in the cluster.</param>
/// <param name="Log">Where its tasks print, with <c>%a</c> for the task.</param>
/// <param name="Names">Of the jobs, task by task.</param>
public sealed partial record Submission(string Job, string Log, IReadOnlyList<string> Names)
{
    private const string Extension = "json";

    /// <summary>
    /// Where the task of that number prints: sbatch's patterns are read from left to right,
    /// so that <c>%%a</c> is a percent sign and a letter.
    /// </summary>
    public string LogOf(int task) => Pattern().Replace(Log, found => found.ValueSpan[1] switch
    {
        'A' => Job,
        'a' => string.Create(CultureInfo.InvariantCulture, $"{task}"),
        _ => "%",
    });

    /// <summary>All of a sweep, the newest last.</summary>
    public static IReadOnlyList<Submission> All(SweepFolder sweep) => Directory.Exists(sweep.SlurmFolder)
        ? [.. Directory.GetFiles(sweep.SlurmFolder, "????." + Extension).Order(StringComparer.Ordinal).Select(Read)]
        : [];

    /// <summary>Those of a sweep whose record can be read, for who only wants to see what there is.</summary>
    public static IEnumerable<Submission> Readable(SweepFolder sweep) => Directory.Exists(sweep.SlurmFolder)
        ? Directory.GetFiles(sweep.SlurmFolder, "????." + Extension).Order(StringComparer.Ordinal).Select(TryRead).OfType<Submission>()
        : [];

    /// <summary>What is wrong with the records of a sweep that cannot be read.</summary>
    public static IReadOnlyList<string> Damaged(SweepFolder sweep) => Directory.Exists(sweep.SlurmFolder)
        ? [.. Directory.GetFiles(sweep.SlurmFolder, "????." + Extension).Order(StringComparer.Ordinal).Select(Fault).OfType<string>()]
        : [];

    /// <summary>The number that the next one of a sweep gets.</summary>
    public static int NextNumber(SweepFolder sweep)
    {
        var number = 1;
        while (File.Exists(sweep.SubmissionFile(number, "sbatch"))) number++;
        return number;
    }

    public void Write(SweepFolder sweep, int number) => AtomicFile.WriteText(
        sweep.SubmissionFile(number, Extension), JsonSerializer.Serialize(this, SweepJson.Options) + "\n", within: sweep.Path);

    private static Submission? TryRead(string path) => Fault(path) is null ? Read(path) : null;

    private static string? Fault(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (LaunchException fault)
        {
            return fault.Message;
        }
    }

    private static Submission Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Submission>(RegularFile.Bytes(path, SweepJson.MaxBytes), SweepJson.Options)
                ?? throw new JsonException("found null.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"{path} is no record of a submission: {fault.Message}", fault);
        }
    }

    [GeneratedRegex("%[Aa%]")]
    private static partial Regex Pattern();
}
