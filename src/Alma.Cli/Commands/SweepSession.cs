using Alma.Cli.Display;
using Alma.Config;
using Alma.Config.Sweeping;
using Alma.Experiments;
using Alma.Launching;
using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.Local;
using Alma.Launching.Slurm;
using Alma.Launching.States;
using Alma.Learning;

namespace Alma.Cli.Commands;

/// <summary>A sweep as its user sees it: all configs checked first, progress shown, a table of states in the end.</summary>
internal sealed class SweepSession(Recipe recipe, SweepDefinition definition, SweepChoices choices, IReadOnlyList<string> commandLine)
{
    // Its jobs begin later, when other programs may have ended.
    private readonly Machine machine = Machine.WithTotalMemory;
    private readonly List<EnvironmentRead> reads = [];
    private string? notHere;

    public async Task<int> RunAsync(IReadOnlyList<string> typed)
    {
        var overrides = GroupGlobs.Expanded(recipe.Path, typed);
        var hydra = HydraOptions.Read(recipe, definition.With(overrides));
        var whole = definition.With(hydra.SweeperParameters).With(overrides);
        var onCluster = (choices.Launcher ?? hydra.Launcher) == SweepChoices.Slurm;
        var plan = SweepPlan.Make(
            whole with { Folder = whole.Folder ?? hydra.SweepFolder }, recipe.Name, overrides => Check(overrides, isForHere: !onCluster));
        if (plan.RepeatedCount > 0)
            Terminal.Out.WriteLine(
                $"{plan.RepeatedCount} {(plan.RepeatedCount == 1 ? "combination comes" : "combinations come")} to the config of "
                + "another one, and so to the same run.");
        var ofCluster = onCluster ? hydra.Slurm : null;
        EnvironmentNote.Print([.. reads, .. hydra.EnvironmentReads]);
        if (choices.IsDry) return List(plan);
        var folder = SweepFolder.At(plan.Folder);
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() => RunAsync(plan, folder, ofCluster, interruption));
    }

    private async Task<int> RunAsync(SweepPlan plan, SweepFolder folder, SlurmOptions? ofCluster, Interruption interruption)
    {
        Terminal.Out.WriteLine($"{plan.Recipe}: a sweep of {plan.Rungs[0].Count} jobs in {folder.Path}");
        var asked = ofCluster ?? new SlurmOptions();
        var options = choices.JobCount is { } count ? asked with { ArrayParallelism = count } : asked;
        IReadOnlyList<JobStatus> ended = [];
        try
        {
            await SweepDisplay.ShowAsync(async watcher =>
            {
                var local = new LocalLauncher(choices.OfThisMachine, JobProgram.OfThisProcess(), watcher, TimeProvider.System);
                var cluster =
                    new SlurmLauncher(options, new SlurmCommands(), JobProgram.OfThisProcess(), watcher) { Reports = choices.Reports };
                interruption.Again = local.KillAll;
                using var told = interruption.Token.Register(
                    () => { if (ofCluster is null) watcher.Noted("Stopping: jobs save themselves. Ctrl-C again ends them at once."); });
                var run = new SweepRun(plan, folder, ofCluster is null ? local : cluster, [local, cluster], watcher, TimeProvider.System)
                {
                    RetryFailed = choices.RetryFailed,
                    Waits = choices.Waits || options.WaitForCompletion,
                };
                ended = await run.RunAsync(commandLine, interruption.Token);
            });
        }
        catch (OperationCanceledException)
        {
            SweepEnding.Print(folder);
            throw new OperationCanceledException("To go on, give the same command again.");
        }

        // A job that could leave nothing, on a full disk say, looks as if nobody had started it.
        return SweepEnding.Print(folder, ofCluster is null ? ended.Count(job => job.State is JobState.Missing or JobState.Interrupted) : 0);
    }

    private CheckedConfig Check(IReadOnlyList<string> overrides, bool isForHere)
    {
        try
        {
            var request = ProgramDatasets.Read(recipe, overrides, []);
            reads.AddRange(request.Config.EnvironmentReads.Where(read =>
                !reads.Exists(known => known.Variable == read.Variable && known.Path == read.Path)));
            if (isForHere) RefuseForHere(request);
            var streams = request.Options.Stream;
            return new CheckedConfig(request.ResolvedYaml(), request.Options.SweepDir, request.Options.RunDir)
            {
                YamlAsTyped = request.YamlAsWritten,
                Datasets = string.Join(" tested on ", new[] { streams.Train.Dataset.Name, streams.Evaluation.Dataset.Name }.Distinct()),
            };
        }
        catch (LearningException misfit)
        {
            throw new ConfigException(SettingKeys.Message(misfit), misfit);
        }
    }

    // A device that is missing is no fault of what is only listed: that may be meant for another machine.
    private void RefuseForHere(RunRequest request)
    {
        try
        {
            var device = ComputeDevice.Choose(request.Config, request.Options, Remedies.WhyNoGpu);
            MachineCheck.Refuse(request.Config, request.Options, machine, device.IsCpu);
        }
        catch (ConfigException missing) when (choices.IsDry
            && (request.Options.Clmodel.Device ?? request.Options.Device) == (request.Options.Evaluation.Device ?? request.Options.Device))
        {
            notHere ??= missing.Message;
        }
    }

    private int List(SweepPlan plan)
    {
        if (notHere is not null) Console.Error.WriteLine($"warning: these jobs cannot be started on this machine: {Printable.Of(notHere)}");
        foreach (var (job, _, _) in plan.Rungs.SelectMany(rung => rung))
            Terminal.Out.WriteLine($"{job.Name}: {string.Join(' ', job.Overrides)}");
        return 0;
    }
}
