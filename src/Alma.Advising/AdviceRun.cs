using Alma.Config;
using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Reports.Comparison;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Advising;

/// <summary>
/// An advising from end to end: measures how fast candidates are, runs them rung by rung, and drops those that are worse. The runs are jobs
/// of a sweep's folder, which go further with each rung. Nothing is remembered but what stands in the folders, so the same command goes on.
/// </summary>
public sealed class AdviceRun(AdvicePlan plan, SweepFolder folder, RungRun rungs, TimeProvider time)
{
    /// <returns>What came of each candidate.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="RunFolderException">Another process is at work in the folder.</exception>
    /// <exception cref="LaunchException">
    /// The folder is of another question, an engine refuses, all candidates have failed, or runs did not come to their end.
    /// </exception>
    /// <exception cref="ConfigException">The budget is too short.</exception>
    public async Task<AdviceOutcome> RunAsync(IReadOnlyList<string> commandLine, CancellationToken stop)
    {
        folder.Make();
        using var held = SweepLock.Acquire(folder.Path, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, held.Lost);
        try
        {
            var record = AdviceRecord.Begin(folder, plan.Asked);
            var multiplyAdds = record.MultiplyAddsPerDump ?? await MeasuredAsync(record, commandLine, ending.Token);
            return await RunRungsAsync(multiplyAdds, commandLine, ending.Token);
        }
        catch (OperationCanceledException) when (held.Lost.IsCancellationRequested)
        {
            throw new LaunchException($"{folder.Path} was taken over by another process: this one starts no more runs.");
        }
    }

    private async Task<double> MeasuredAsync(AdviceRecord record, IReadOnlyList<string> commandLine, CancellationToken stop)
    {
        if (plan.Seconds is not { } seconds) throw new InvalidOperationException("Neither a budget nor what a dump may cost is known.");
        IReadOnlyList<PlannedJob> probes = [.. plan.Candidates.Select(one => plan.Probe(one, DumpBudget.ProbeSeconds(seconds)))];
        var states = await rungs.RunAsync(probes, commandLine, stop);
        List<CandidateSpeed> speeds = [.. probes.Zip(states)
            .Where(pair => !pair.Second.IsFailed)
            .Select(pair => Speed(RunSummary.Read(folder.Run(pair.First.Job.Name)!)))];
        if (speeds.Count == 0) throw AllFailed(states[0].Note);
        var multiplyAdds = DumpBudget.MultiplyAdds(speeds, plan.Rungs, plan.Asked.Seeds, plan.JobCount, seconds);
        (record with { MultiplyAddsPerDump = multiplyAdds }).Write(folder);
        return multiplyAdds;
    }

    private static CandidateSpeed Speed(RunSummary probe)
    {
        const double processStart = 1; // until the program has written that its run began
        var first = probe.Megabatches[0];
        var learning = Math.Max(1e-3, first.UpdateSeconds ?? 0);
        var whole = processStart + ((probe.Manifest.Ended - probe.Manifest.Started)?.TotalSeconds ?? learning);
        var spent = (first.MultiplyAdds.Total ?? 0) - (first.MultiplyAdds.Evaluate ?? 0);
        return new CandidateSpeed(Math.Max(1, spent / learning), Math.Max(0, whole - learning), whole);
    }

    private async Task<AdviceOutcome> RunRungsAsync(double multiplyAdds, IReadOnlyList<string> commandLine, CancellationToken stop)
    {
        var outcome = new AdviceOutcome(plan, multiplyAdds);
        var left = plan.Candidates;
        var allowance = plan.Asked.Seeds * multiplyAdds * AdviceRungs.Work(plan.Rungs, plan.Candidates.Count);
        foreach (var end in plan.Rungs)
        {
            var jobs = left.ToDictionary(one => one, one => plan.Runs(one, end, multiplyAdds));
            var states = (await rungs.RunAsync([.. jobs.Values.SelectMany(runs => runs)], commandLine, stop))
                .ToDictionary(state => state.Name);
            foreach (var candidate in left)
                if (jobs[candidate].Select(planned => states[planned.Job.Name]).FirstOrDefault(state => state.IsFailed) is { } failed)
                    outcome.Fail(candidate, failed.Note);
            left = [.. left.Where(one => !outcome.HasFailed(one))];
            if (left.Count == 0) throw AllFailed(outcome.Ended.Values.First(one => one.Fate == Fate.Failed).Note);
            List<Standing> standings = [.. left.Select(one => StandingOf(one, jobs[one], end))];
            if (end == plan.Rungs[^1]) return outcome.Finish(standings);
            left = outcome.Cut(standings, RoomFor(standings, allowance, multiplyAdds, outcome));
        }

        throw new InvalidOperationException("There is no last rung.");
    }

    // How many beside the better half the budget is enough for, to the end.
    private int RoomFor(List<Standing> standings, double allowance, double multiplyAdds, AdviceOutcome outcome)
    {
        var toEnd = (double)plan.Asked.Seeds * multiplyAdds * (plan.Rungs[^1] - standings[0].MegabatchCount);
        var spent = standings.Concat(outcome.Dropped).Sum(one => one.LearningMultiplyAdds);
        return (int)Math.Max(0, Math.Floor((allowance - spent - (AdviceRungs.Half(standings.Count) * toEnd)) / toEnd));
    }

    private Standing StandingOf(Candidate candidate, IReadOnlyList<PlannedJob> jobs, int megabatchCount)
    {
        var runs = RunSet.Read([.. jobs.Select(planned => folder.Run(planned.Job.Name)!)]);
        return runs.Problems.Count == 0
            ? new Standing(candidate, RunGroup.Of(candidate.Name, runs.Runs), megabatchCount)
            : throw new LaunchException($"A run of {candidate.Name} cannot be read. {runs.Problems[0]}");
    }

    private LaunchException AllFailed(string? note) => new(
        $"All candidates have failed{(note is null ? "" : $", the first with: {note.TrimEnd('.')}")}. "
        + $"What they printed is in {folder.LogsFolder}.");
}
