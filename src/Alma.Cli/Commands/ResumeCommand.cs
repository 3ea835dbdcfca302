using System.CommandLine;
using Alma.Runs;

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
        command.SetAction((parsed, _) => Resumption.ResumeAsync(RunFolder.Open(parsed.GetValue(path)!), parsed.GetValue(isHolderGone)));
        return AlmaCommand.WithExamples(command, "alma resume runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b");
    }
}
