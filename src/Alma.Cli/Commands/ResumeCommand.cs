using System.CommandLine;
using Alma.Config;
using Alma.Experiments;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Cli.Commands;

/// <summary><c>alma resume</c>: goes on with a run that was interrupted, failed or killed.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("run") { Description = "The run folder, as alma runs lists it." };
        var command = new Command("resume", "Go on with a run from the last megabatch that it finished.") { path };
        command.SetAction((parsed, _) => ResumeAsync(parsed.GetValue(path)!));
        return AlmaCommand.WithExamples(command, "alma resume runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b");
    }

    private static async Task<int> ResumeAsync(string path)
    {
        var folder = RunFolder.Open(path);
        var manifest = RunManifest.Read(folder);
        switch (RunCatalog.StateOf(folder, manifest))
        {
            case CatalogState.Done:
                throw new RunFolderException($"{path} is done: there is nothing to resume.");
            case CatalogState.Running:
                throw new RunFolderException($"{path} is being run by process {manifest.ProcessId} on {manifest.Host}: stop that first.");
        }
        var request = RunRequest.Read(new Recipe(manifest.Recipe, folder.ConfigFile, ""), [], manifest.CommandLine);
        using var interruption = new Interruption();
        return await interruption.ReportAsync(async () => (await RunSession.OpenAsync(request, interruption.Token)).Run(folder, resumed: true));
    }
}
