namespace Alma.Launching.Folder;

/// <summary>Jobs that a sweep's folder already has, whatever they are called now: a job is its config, however that was typed.</summary>
internal static class KnownJobs
{
    /// <summary>The same jobs, those that the folder has under the names and with the configs that they have there.</summary>
    /// <exception cref="LaunchException">The folder's record cannot be read.</exception>
    public static IReadOnlyList<PlannedJob> Match(SweepFolder folder, IReadOnlyList<PlannedJob> planned)
    {
        if (!File.Exists(folder.RecordFile)) return planned;
        var earlier = SweepRecord.Read(folder).Jobs.DistinctBy(job => job.ConfigHash).ToDictionary(job => job.ConfigHash);
        return [.. planned.Select(plan => AsKnown(plan, earlier))];
    }

    private static PlannedJob AsKnown(PlannedJob planned, Dictionary<string, SweepJob> earlier)
    {
        foreach (var yaml in planned.Config.Texts)
            if (earlier.TryGetValue(JobConfig.HashOf(yaml), out var job))
                return planned with { Job = job, Config = planned.Config with { Yaml = yaml } };
        return planned;
    }
}
