using System.CommandLine;
using Alma.Cli.Display;
using Alma.Config;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Locking;

namespace Alma.Cli.Commands;

/// <summary><c>alma resume</c>: goes on with a run that was interrupted, failed or killed.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("run") { Description = "The run folder, as alma runs lists it." };
        var isHolderGone = new Option<bool>("--take-over")
        {
            Description = "Take over a run that another machine seems to hold, though its process is gone.",
        };
        var overrides = new Argument<string[]>("overrides")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Keys of the config that may change, such as stop_after=20 for a run that was to stop earlier.",
        };
        var command = new Command("resume", "Go on with a run from the last epoch that it finished.") { path, overrides, isHolderGone };
        command.SetAction((parsed, _) => Resumption.ResumeAsync(
            RunFolder.Open(parsed.GetValue(path)!), parsed.GetValue(overrides) ?? [], parsed.GetValue(isHolderGone)));
        return AlmaCommand.WithExamples(
            command, "alma resume runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b", "alma resume runs/mine stop_after=20");
    }
}

/// <summary>Goes on with runs that were begun before.</summary>
internal static class Resumption
{
    /// <summary>The run that a command typed again is to go on with, or null where it is the first time.</summary>
    /// <exception cref="RunFolderException">The folder that <c>run_dir</c> names holds a run of another config.</exception>
    public static RunFolder? Find(RunRequest request)
    {
        if (request.Options.RunDir is not { } path) return RunSearch.Newest(request.Recipe, folder => KeptConfig.IsSame(folder, request));
        if (!RunFolder.IsAt(path)) return null;
        var folder = RunFolder.Open(path);
        RefuseOther(folder, request);
        return folder;
    }

    /// <summary>The run without an end that a command typed again is to go on with, or null where it is the first time.</summary>
    /// <exception cref="RunFolderException">The folder that <c>run_dir</c> names holds a run of another config.</exception>
    public static RunFolder? FindKept(RunRequest request) => request.Options.RunDir is null
        ? RunSearch.Newest(request.Recipe, folder => IsKept(folder) && KeptConfig.IsSame(folder, request))
        : Find(request);

    /// <summary>Goes on with a run; one that is done is shown.</summary>
    /// <param name="request">What was typed: it differs from what the run began with in what may differ at most.</param>
    public static async Task<int> FinishAsync(RunFolder folder, RunRequest request)
    {
        var manifest = RunManifest.Read(folder);
        if (!IsDone(manifest, request.KeepingTo(manifest))) return await ResumeAsync(folder, isHolderGone: false, request);
        Terminal.Out.WriteLine($"{folder.Path} is done: there is nothing left to do.");
        RunEnding.Print(folder, manifest.Recipe);
        return 0;
    }

    /// <summary>Goes on with a run whose config is changed.</summary>
    /// <param name="overrides">Of keys that may change; none for the config as it is.</param>
    /// <param name="isHolderGone">As <see cref="RunLock.Acquire"/> takes it.</param>
    /// <exception cref="ConfigException">A word is no override, or the config is then wrong.</exception>
    /// <exception cref="RunFolderException">It is done, another process holds it, or a key must stay as it is.</exception>
    public static Task<int> ResumeAsync(RunFolder folder, string[] overrides, bool isHolderGone)
    {
        if (overrides.Length == 0) return ResumeAsync(folder, isHolderGone);
        var manifest = RunManifest.Read(folder);
        if (manifest.Keeping is not null)
            throw new RunFolderException($"{folder.Path} is kept: give its command again, with the keys that are to change.");
        return ResumeAsync(
            folder, isHolderGone,
            ProgramDatasets.Read(new Recipe(manifest.Recipe, folder.ConfigFile, ""), overrides, manifest.CommandLine));
    }

    /// <summary>Goes on with a run.</summary>
    /// <param name="isHolderGone">As <see cref="RunLock.Acquire"/> takes it.</param>
    /// <param name="typed">The config to go on with, which then becomes the folder's; by default the folder's.</param>
    /// <exception cref="RunFolderException">It is done, or another process holds it.</exception>
    public static async Task<int> ResumeAsync(RunFolder folder, bool isHolderGone, RunRequest? typed = null)
    {
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() => ResumeAsync(folder, isHolderGone, interruption, typed));
    }

    /// <summary>The same, stopped by an interruption that the caller reports.</summary>
    public static async Task<int> ResumeAsync(RunFolder folder, bool isHolderGone, Interruption interruption, RunRequest? typed = null)
    {
        if (RunManifest.Read(folder).Keeping is { } keeping)
            return await KeepSession.ContinueAsync(folder, keeping, isHolderGone, interruption);
        RefuseDone(folder, typed);
        using var held = RunLock.Acquire(folder, TimeProvider.System, isHolderGone);
        var request = RefuseDone(folder, typed); // it may have ended since
        CheckpointConfig.RefuseChanged(folder, request); // before data of another config is looked for
        if (typed is not null && typed.ResolvedYaml() != folder.ReadConfig())
            AtomicFile.WriteText(folder.ConfigFile, typed.ResolvedYaml(), within: folder.Path);
        return (await RunSession.OpenAsync(request, interruption)).Run(held, resumed: true);
    }

    private static RunRequest RefuseDone(RunFolder folder, RunRequest? typed)
    {
        var manifest = RunManifest.Read(folder);
        try
        {
            var request = (typed ?? StoredRequest(folder, manifest)).KeepingTo(manifest);
            if (!IsDone(manifest, request)) return request;
        }
        catch (ConfigException) when (manifest.State == RunState.Done)
        {
            // Whatever became of its config, the run is not gone on with.
        }
        throw new RunFolderException($"{folder.Path} is done: there is nothing to resume.{HowToGoOn(folder, manifest)}");
    }

    // Of a data set that has got dumps since.
    private static string HowToGoOn(RunFolder folder, RunManifest manifest)
    {
        try
        {
            if (ProgramDatasets.Options(folder).Stream.Train is not OwnTrainOptions { By: StreamCut.Dump } own) return "";
            var store = new StoreFolder(own.Directory ?? DatasetFolder.DefaultPath(DatasetFolder.Variable)).Open(own.Data);
            var begunWith = manifest.DatasetChecksums.GetValueOrDefault(own.Data)?.Keys.Select(file => file.Split('/')[0]).Distinct();
            var more = store.Manifest.Dumps.Count - (begunWith?.Count() ?? store.Manifest.Dumps.Count);
            return more < 1
                ? ""
                : $" {own.Data} has got {more} dump{(more == 1 ? "" : "s")} since: to learn from what comes, give the recipe and overrides "
                    + $"that it was run with, and run_dir={ShellWord.Of(folder.Path)}, to '{CommandName.Text} keep'.";
        }
        catch (Exception unreadable) when (unreadable is ConfigException or DatasetException)
        {
            return "";
        }
    }

    // A run that was to stop early goes further where stop_after is larger now.
    private static bool IsDone(RunManifest manifest, RunRequest request) =>
        manifest.State == RunState.Done && manifest.MegabatchesDone >= request.Options.MegabatchCount;

    private static RunRequest StoredRequest(RunFolder folder, RunManifest manifest, bool isOpen = false) =>
        ProgramDatasets.Read(new Recipe(manifest.Recipe, folder.ConfigFile, ""), [], manifest.CommandLine, isOpen);

    private static bool IsKept(RunFolder folder)
    {
        try
        {
            return RunManifest.Read(folder).Keeping is not null;
        }
        catch (RunFolderException)
        {
            return false; // a damaged one is not gone on with unless its path is given
        }
    }

    private static void RefuseOther(RunFolder folder, RunRequest asked)
    {
        var kept = StoredRequest(folder, RunManifest.Read(folder), asked.IsOpen);
        var differences = PinnedConfig.Of(asked).DifferencesTo(kept);
        if (differences.Count == 0) return;
        var found = string.Join(", ", differences.Select(difference =>
            $"'{Line(difference, difference.Is)}' where '{Line(difference, difference.Was)}' was asked for"));
        var lines = string.Join(", ", differences.Select(difference => difference.Place?.Origin.Line).OfType<int>().Distinct().Order());
        throw new RunFolderException(
            $"{folder.Path} holds a run of another config: it has "
            + $"{found}.{(lines.Length == 0 ? "" : $" See {folder.ConfigFile}, line {lines}.")} "
            + $"Choose another run_dir, or go on with that one: {CommandName.Text} resume {ShellWord.Of(folder.Path)}.");
    }

    private static string Line(ConfigDifference difference, string value) => $"{difference.WrittenKey}: {value}";
}
