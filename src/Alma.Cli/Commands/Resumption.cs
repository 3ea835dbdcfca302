using Alma.Cli.Display;
using Alma.Config;
using Alma.Experiments;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Locking;

namespace Alma.Cli.Commands;

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

    /// <summary>Goes on with a run; one that is done is shown.</summary>
    public static async Task<int> FinishAsync(RunFolder folder)
    {
        var manifest = RunManifest.Read(folder);
        if (manifest.State != RunState.Done) return await GoOnAsync(folder, isHolderGone: false);
        Terminal.Out.WriteLine($"{folder.Path} is done: there is nothing left to do.");
        RunEnding.Show(folder, manifest.Recipe);
        return 0;
    }

    /// <summary>Goes on with a run.</summary>
    /// <param name="isHolderGone">As <see cref="RunLock.Take"/> takes it.</param>
    /// <exception cref="RunFolderException">It is done, or another process holds it.</exception>
    public static async Task<int> GoOnAsync(RunFolder folder, bool isHolderGone)
    {
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() => GoOnAsync(folder, isHolderGone, interruption));
    }

    /// <summary>The same, stopped by an interruption that the caller reports.</summary>
    public static async Task<int> GoOnAsync(RunFolder folder, bool isHolderGone, Interruption interruption)
    {
        RefuseDone(folder);
        using var held = RunLock.Take(folder, TimeProvider.System, isHolderGone);
        var manifest = RefuseDone(folder); // it may have ended since
        var request = RunRequest.Read(new Recipe(manifest.Recipe, folder.ConfigFile, ""), [], manifest.CommandLine);
        return (await RunSession.OpenAsync(request, interruption)).Run(held, resumed: true);
    }

    private static void RefuseOther(RunFolder folder, RunRequest asked)
    {
        List<ValueDifference> differences = [.. KeptConfig.Differences(folder, asked).Where(difference => difference.Key != "run_dir")]; // it is this one
        if (differences.Count == 0) return;
        var found = string.Join(", ", differences.Select(difference => $"'{difference.There}' where '{difference.Asked}' was asked for"));
        throw new RunFolderException(
            $"{folder.Path} holds a run of another config: it has {found}. Choose another run_dir, or go on with that one: {CommandName.Text} resume {ShellWord.Of(folder.Path)}.");
    }

    private static RunManifest RefuseDone(RunFolder folder)
    {
        var manifest = RunManifest.Read(folder);
        return manifest.State == RunState.Done ? throw new RunFolderException($"{folder.Path} is done: there is nothing to resume.") : manifest;
    }
}
