using Alma.Config;
using System.Text.Json;
using Alma.Files;
using Alma.Launching.Definitions;
using Alma.Runs;

namespace Alma.Launching.Folder;

/// <summary>The content of <c>sweep.json</c>: what the sweep consists of. How far its jobs are is read from their run folders.</summary>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="CommandLine">What made the sweep, or last added to it.</param>
/// <param name="Jobs">In the order in which they are started.</param>
public sealed record SweepRecord(string Recipe, IReadOnlyList<string> CommandLine, IReadOnlyList<SweepJob> Jobs)
{
    /// <exception cref="LaunchException">The file is no record of a sweep.</exception>
    public static SweepRecord Read(SweepFolder folder)
    {
        try
        {
            return Checked(
                JsonSerializer.Deserialize<SweepRecord>(RegularFile.Bytes(folder.RecordFile, SweepJson.MaxBytes), SweepJson.Options));
        }
        catch (JsonException fault)
        {
            throw new LaunchException($"{folder.RecordFile} is no record of a sweep: {fault.Message}", fault);
        }
    }

    /// <summary>The job of that name.</summary>
    /// <param name="advice">How to see which jobs there are.</param>
    /// <exception cref="LaunchException">There is none.</exception>
    public SweepJob Find(string name, string? advice = null) => Jobs.FirstOrDefault(job => job.Name == name)
        ?? throw new LaunchException($"the sweep has no job '{name}'.{(advice is null ? "" : $" {advice}")}");

    /// <summary>
    /// Writes the configs of jobs, and adds the jobs to those of earlier commands on the same folder, so that a sweep can be extended.
    /// </summary>
    /// <remarks>
    /// A config that was there before counts only if its hash is the job's: what a killed command left may be of other values. A job that
    /// may be told to go further (<see cref="SweepJob.StopAfter"/>) takes the config in which it does, and never one in which it does not.
    /// </remarks>
    /// <exception cref="LaunchException">A job of the same name has another config there.</exception>
    public static SweepRecord Write(SweepFolder folder, string recipe, IReadOnlyList<PlannedJob> planned, IReadOnlyList<string> commandLine)
    {
        var earlier = File.Exists(folder.RecordFile) ? Read(folder).Jobs : [];
        var known = earlier.ToDictionary(job => job.Name);
        var further = new Dictionary<string, SweepJob>();
        foreach (var (job, _, config) in planned)
        {
            var before = known.GetValueOrDefault(job.Name);
            if (before?.StopAfter > job.StopAfter) continue; // it was told since to go further
            if (before?.StopAfter < job.StopAfter) further.Add(job.Name, job);
            else if (before is not null && before.ConfigHash != job.ConfigHash) throw Conflict(folder, job);
            if (before is null) RefuseOtherRun(folder, job, config);
            if (!JobConfig.IsThere(folder, job)) AtomicFile.WriteText(folder.ConfigFile(job.Name), config.Yaml, within: folder.Path);
        }

        var record = new SweepRecord(
            recipe,
            commandLine,
            [
                .. earlier.Select(job => further.GetValueOrDefault(job.Name, job)),
                .. planned.Select(plan => plan.Job).Where(job => !known.ContainsKey(job.Name)),
            ]);
        AtomicFile.WriteText(folder.RecordFile, JsonSerializer.Serialize(record, SweepJson.Options) + "\n");
        return record;
    }

    private static LaunchException Conflict(SweepFolder folder, SweepJob job) => new(
        $"{folder.Path} already has a job {job.Name} with another config ({folder.ConfigFile(job.Name)}): the recipe or an override that "
        + $"all jobs have has changed since. Choose another {RunKeys.SweepFolder}.");

    // A run that the record does not know was left by another sweep, whose record is lost.
    private static void RefuseOtherRun(SweepFolder folder, SweepJob job, CheckedConfig config)
    {
        if (folder.Run(job.Name) is not { } run || !PlainFile.Is(run.ConfigFile)) return;
        if (JobConfig.Difference(run.ReadConfig(), config.Yaml) is not var (there, asked)) return;
        throw new LaunchException(
            $"{run.Path} holds a run of another config, which {folder.RecordFile} does not know: it has '{there}' where job {job.Name} has "
            + $"'{asked}'. Choose another {RunKeys.SweepFolder}.");
    }

    private static SweepRecord Checked(SweepRecord? record)
    {
        if (record is null) throw new JsonException("found null.");
        if (record.Jobs.Where(job => job is null || !JobNames.IsValid(job.Name)).ToList() is [var wrong, ..])
            throw new JsonException($"'{wrong?.Name}' is no name of a job.");
        if (record.Jobs.GroupBy(job => job.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new JsonException($"it has two jobs {twice.Key}.");
        return record;
    }
}

/// <summary>Jobs that a sweep's folder already has, whatever they are called now: a job is its config, however that was typed.</summary>
internal static class KnownJobs
{
    /// <summary>The same jobs, those that the folder has under the names and with the configs that they have there.</summary>
    /// <exception cref="LaunchException">The folder's record cannot be read.</exception>
    public static IReadOnlyList<PlannedJob> Match(SweepFolder folder, IReadOnlyList<PlannedJob> planned)
    {
        if (!File.Exists(folder.RecordFile)) return planned;
        var earlier = SweepRecord.Read(folder).Jobs.DistinctBy(job => job.ConfigHash).ToDictionary(job => job.ConfigHash);
        return [.. planned.Select(plan => MatchOne(plan, earlier))];
    }

    private static PlannedJob MatchOne(PlannedJob planned, Dictionary<string, SweepJob> earlier)
    {
        foreach (var yaml in planned.Config.Texts)
            if (earlier.TryGetValue(JobConfig.HashOf(yaml), out var job))
                return planned with { Job = job, Config = planned.Config with { Yaml = yaml } };
        return planned;
    }
}
