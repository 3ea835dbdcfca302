using System.CommandLine;
using Alma.Config;
using Alma.Experiments;
using Alma.Runs;
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
        var command = new Command("resume", "Go on with a run from the last epoch that it finished.") { path, isHolderGone };
        command.SetAction((parsed, _) => ResumeAsync(parsed.GetValue(path)!, parsed.GetValue(isHolderGone)));
        return AlmaCommand.WithExamples(command, "alma resume runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b");
    }

    private static async Task<int> ResumeAsync(string path, bool isHolderGone)
    {
        var folder = RunFolder.Open(path);
        RefuseDone(folder);
        using var held = RunLock.Take(folder, TimeProvider.System, isHolderGone);
        var manifest = RefuseDone(folder); // it may have ended since
        var request = RunRequest.Read(new Recipe(manifest.Recipe, folder.ConfigFile, ""), [], manifest.CommandLine);
        using var interruption = new Interruption();
        return await interruption.ReportAsync(async () => (await RunSession.OpenAsync(request, interruption)).Run(held, resumed: true));
    }

    private static RunManifest RefuseDone(RunFolder folder)
    {
        var manifest = RunManifest.Read(folder);
        return manifest.State == RunState.Done ? throw new RunFolderException($"{folder.Path} is done: there is nothing to resume.") : manifest;
    }
}
