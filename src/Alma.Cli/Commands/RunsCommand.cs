using System.CommandLine;
using Alma.Cli.Display;
using Alma.Reports.Tables;
using Alma.Runs.Catalog;

namespace Alma.Cli.Commands;

/// <summary><c>alma runs</c>: what was run, and how far it is.</summary>
internal static class RunsCommand
{
    public static Command Create()
    {
        var root = new Argument<string>("folder") { Description = "The folder to look in.", DefaultValueFactory = _ => "runs" };
        var command = new Command("runs", "List the runs in a folder with their state, newest first.") { root };
        command.SetAction(parsed => List(parsed.GetValue(root)!));
        return AlmaCommand.WithExamples(command, "alma runs", "alma runs runs/mnist");
    }

    private static int List(string root)
    {
        var runs = RunCatalog.List(root);
        if (runs.Count == 0) Terminal.Out.WriteLine($"There are no runs in {root}. Make one: {CommandName.Text} run");
        else Terminal.Out.Write(RunListTable.Of(runs));
        return 0;
    }
}
