using System.CommandLine.Parsing;
using System.Globalization;
using Alma.Advising;
using Alma.Cli.Display;
using Alma.Config;
using Alma.Experiments;
using Alma.Experiments.Options;
using Alma.Launching;
using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.Local;
using Alma.Launching.Slurm;
using Alma.Learning;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Html.ManyRuns;
using Alma.Runs;

namespace Alma.Cli.Commands;

/// <summary>An advising as its user sees it: all configs checked first, progress shown, and in the end what to pick.</summary>
internal sealed class AdviseSession(AdviseChoices asked, SweepChoices launching, IReadOnlyList<Token> tokens)
{
    private const string FewestDumps = "at least 3 dumps are needed: two to learn from, and one to test on";

    /// <summary>Keys that are set for each run.</summary>
    private static readonly string[] reserved =
    [
        RunKeys.Seed, RunKeys.Replicate, RunKeys.RunFolder, RunKeys.StopAfter, "budget", RunKeys.EvaluationMode, RunKeys.KeepModels,
        "replay",
    ];

    private readonly RecipeCatalog catalog = Recipes.Catalog();
    private readonly Machine machine = Machine.WithTotalMemory;

    public async Task<int> RunAsync()
    {
        var definition = Definition();
        var hydra = HydraOptions.Read(Recipes.Find(catalog, Candidate.All[0].Recipe), definition);
        var ofCluster = (launching.Launcher ?? hydra.Launcher) == SweepChoices.Slurm ? hydra.Slurm : null;
        var (request, name) = Look(definition);
        var path = UserPath.Of(definition.Folder ?? hydra.SweepFolder, SweepDefinition.FolderKey) ?? Path.Combine("runs", "advice", name);
        var plan = Plan(definition, request, name, ofCluster);
        EnvironmentNote.Print([.. request.Config.EnvironmentReads, .. hydra.EnvironmentReads]);
        // What is wrong with a config is told before anything starts.
        foreach (var one in plan.Candidates) plan.Runs(one, plan.Rungs[0], asked.MultiplyAdds ?? 1);
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() => RunAsync(plan, SweepFolder.At(path), ofCluster, request, interruption));
    }

    private async Task<int> RunAsync(
        AdvicePlan plan, SweepFolder folder, SlurmOptions? ofCluster, RunRequest request, Interruption interruption)
    {
        Terminal.Out.WriteLine(
            $"{plan.Asked.Data}: {plan.Candidates.Count} candidates, {plan.Asked.Seeds} seeds, compared after "
            + $"{string.Join(", ", plan.Rungs)} dumps of {plan.Rungs[^1] + 1}, in {folder.Path}");
        AdviceOutcome? outcome = null;
        try
        {
            await SweepDisplay.ShowAsync(async watcher =>
            {
                var local = new LocalLauncher(launching.OfThisMachine, JobProgram.OfThisProcess(), watcher, TimeProvider.System);
                var cluster = new SlurmLauncher(OnCluster(ofCluster), new SlurmCommands(), JobProgram.OfThisProcess(), watcher);
                interruption.Again = local.KillAll;
                using var told = interruption.Token.Register(
                    () => { if (ofCluster is null) watcher.Noted("Stopping: runs save themselves. Ctrl-C again ends them at once."); });
                var rungs = new RungRun(folder, ofCluster is null ? local : cluster, [local, cluster], watcher, TimeProvider.System)
                {
                    RetryFailed = launching.RetryFailed,
                };
                outcome = await new AdviceRun(plan, folder, rungs, TimeProvider.System)
                    .RunAsync(["alma", .. tokens.Select(token => token.Value)], interruption.Token);
            });
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException("To go on, give the same command again.");
        }

        AdviceDisplay.Print(outcome!);
        Leave(outcome!, folder, request);
        return 0;
    }

    private SweepDefinition Definition()
    {
        TypedWords.Refuse(asked.Words, _ => false);
        if (asked.Words.FirstOrDefault(TypedWords.IsRecipe) is { } word)
            throw new ConfigException(
                $"'{word}' is no override. The data set is named so: data={word}. Which recipes are tried, --candidates says.");
        var definition = new SweepDefinition().With(asked.Words);
        if (definition.Axes is [var swept, ..])
            throw new ConfigException($"{swept.Name}: all candidates have the same value. What they differ in, --candidates says.");
        foreach (var text in definition.Fixed)
            if (reserved.FirstOrDefault(key => IsOf(text, key)) is { } taken)
                throw new ConfigException($"override '{text}': {taken} is not to be set, since candidates or their runs differ in it.");
        return definition.Fixed.Any(text => IsOf(text, "data"))
            ? definition
            : throw new ConfigException("which data set? Name one that was imported: data=NAME. 'alma data list' shows them.");
    }

    private static bool IsOf(string text, string key) =>
        text.TrimStart('+', '~').Split('=')[0] is var typed && (typed == key || typed.StartsWith($"{key}.", StringComparison.Ordinal));

    // The data set as candidates will see it: by dump, unless another cut was asked for.
    private (RunRequest Request, string Name) Look(SweepDefinition definition)
    {
        var recipe = Recipes.Find(catalog, Candidate.All[0].Recipe);
        var named = NamedDataset.Of(recipe, definition.Fixed, ProgramDatasets.Classes);
        if (!IsCutAsked(definition))
        {
            var dumps = named.Folder.Open(named.Name).Manifest.Dumps.Count(dump => dump.Count > dump.TestCount);
            if (dumps < 3)
                throw new ConfigException(
                    $"{named.Name} has {dumps} dump{(dumps == 1 ? "" : "s")} to learn from, and {FewestDumps}. Add some with "
                    + $"'alma data add {named.Name} PATH', or cut it in another way, such as {RunKeys.Cut}=random n_megabatches=10.");
        }

        var request = ProgramDatasets.Read(recipe, [.. Shared(definition), $"{RunKeys.EvaluationMode}=next"], []);
        var length = request.Options.StreamLength;
        return length < 3
            ? throw new ConfigException($"{named.Name} is cut into {length} megabatch{(length == 1 ? "" : "es")}, and {FewestDumps}.")
            : (request, named.Name);
    }

    private AdvicePlan Plan(SweepDefinition definition, RunRequest request, string name, SlurmOptions? ofCluster)
    {
        var (dataset, length) = (request.Options.Stream.Train.Dataset, request.Options.StreamLength);
        var candidates = Candidate.For(asked.Candidates, length - 1, dataset.IsTable);
        var budget = asked.MultiplyAdds is { } given
            ? string.Create(CultureInfo.InvariantCulture, $"{given} multiply-adds per dump")
            : asked.Budget;
        var record = new AdviceRecord(
            name, length, dataset.TrainCount + dataset.TestCount, Shared(definition), asked.Goal, asked.Margin, budget,
            [.. candidates.Select(one => one.Name)], asked.Seeds)
        {
            MultiplyAddsPerDump = asked.MultiplyAdds,
        };
        return new AdvicePlan(record, candidates, length - 1, (one, overrides) => Check(one, overrides, ofCluster is null))
        {
            Seconds = asked.MultiplyAdds is null ? TimeBudget.Seconds(asked.Budget, "--budget") : null,
            JobCount = ofCluster is null ? launching.OfThisMachine.JobCount : OnCluster(ofCluster).ArrayParallelism,
        };
    }

    private static bool IsCutAsked(SweepDefinition definition) => definition.Fixed.Any(text => IsOf(text, RunKeys.Cut));

    private static IReadOnlyList<string> Shared(SweepDefinition definition) =>
        IsCutAsked(definition) ? definition.Fixed : [.. definition.Fixed, $"++{RunKeys.Cut}=dump"];

    private SlurmOptions OnCluster(SlurmOptions? options)
    {
        var cluster = options ?? new SlurmOptions();
        return launching.JobCount is { } count ? cluster with { ArrayParallelism = count } : cluster;
    }

    private CheckedConfig Check(Candidate candidate, IReadOnlyList<string> overrides, bool isForHere)
    {
        try
        {
            var request = ProgramDatasets.Read(Recipes.Find(catalog, candidate.Recipe), overrides, []);
            if (isForHere)
            {
                var device = ComputeDevice.Choose(request.Config, request.Options, Remedies.WhyNoGpu);
                MachineCheck.Refuse(request.Config, request.Options, machine, device.IsCpu);
            }

            return new CheckedConfig(request.ResolvedYaml(), null, null);
        }
        catch (LearningException misfit)
        {
            throw new ConfigException(SettingKeys.Message(misfit), misfit);
        }
    }

    // A recipe to go on with, and a report on the runs that came to the end.
    private static void Leave(AdviceOutcome outcome, SweepFolder folder, RunRequest request)
    {
        var (pick, name) = (outcome.Pick.Candidate, outcome.Plan.Asked.Data);
        var isTested = request.Options.Stream.Train.Dataset.TestCount > 0;
        var (recipe, report) = (Path.Combine(folder.Path, "advice.yaml"), Path.Combine(folder.Path, "report.html"));
        AtomicFile.WriteText(
            recipe,
            $"# What was advised for {name}: {pick.Name}, {pick.Description}.\n"
            + outcome.Plan.Advice(pick, outcome.MultiplyAddsPerDump, isTested),
            within: folder.Path);
        var runs = new RunSet([.. outcome.Finished.SelectMany(one => one.Runs.Runs)], []);
        ReportFile.Write(report, RunsPage.Of(runs, [ConfigKeys.Recipe], $"Advice for {name}"));
        Terminal.Out.WriteLine($"{report}  on the candidates that went through all dumps");
        Terminal.Out.WriteLine($"{recipe}  to learn so: {CommandName.Text} run {ShellWord.Of(recipe)}");
        if (isTested && request.Options.Stream.Train is OwnTrainOptions { By: StreamCut.Dump })
            Terminal.Out.WriteLine($"To go on with each dump that comes: {CommandName.Text} keep {ShellWord.Of(recipe)}");
    }
}
