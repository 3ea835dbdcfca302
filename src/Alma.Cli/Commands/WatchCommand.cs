using System.CommandLine;
using Alma.Runs;
using Alma.Runs.Following;

namespace Alma.Cli.Commands;

/// <summary><c>alma watch</c>: follows runs that others have started.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("runs")
        {
            Description = "Run folders, folders with runs below them, or patterns.",
            DefaultValueFactory = _ => [RunPath.Root]
        };
        var once = new Option<bool>("--once") { Description = "Show how they are now and end." };
        var stay = new Option<bool>("--stay") { Description = "Wait for further runs when all have ended." };
        var all = new Option<bool>("--all") { Description = "Show also runs that had ended before." };
        var command = new Command("watch", "Follow running runs, from any shell: how far each is, how good and how long it may still take.")
        {
            words,
            once,
            stay,
            all
        };
        command.SetAction(async (parsed, _) =>
        {
            var named = parsed.GetValue(words)!;
            // The usual folder is made by the first run; until then there is nothing wrong.
            var runs = new FollowedRuns(named, parsed.GetValue(all), TimeProvider.System) { MayBeMissing = named is [RunPath.Root] };
            var session = new WatchSession(runs, named, parsed.GetValue(stay));
            if (parsed.GetValue(once)) return session.ShowOnce();
            using var interruption = new Interruption();
            return await interruption.ReportAsync(() => session.FollowAsync(interruption.Token));
        });
        return AlmaCommand.WithExamples(
            command,
            "alma watch",
            "alma watch runs/sweeps/mine --stay",
            "alma watch runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b",
            "alma watch --once --all");
    }
}
