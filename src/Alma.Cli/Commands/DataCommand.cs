using System.CommandLine;
using Alma.Cli.Display;
using Alma.Data;

namespace Alma.Cli.Commands;

/// <summary><c>alma data</c>: the data sets there are, fetching them, checking what was fetched, and those of one's own.</summary>
internal static class DataCommand
{
    private static readonly Option<string> folder = DataOptions.Folder();

    public static Command Create()
    {
        folder.Recursive = true;
        var command = new Command("data", "List, fetch and check data sets, or import your own.")
        {
            folder, List(), Fetch(), Check()
        };
        foreach (var own in OwnDataCommands.All(folder)) command.Subcommands.Add(own);
        return AlmaCommand.WithExamples(command, "alma data list", "alma data fetch mnist", "alma data import flowers ~/photos");
    }

    private static Command List()
    {
        var command = new Command("list", "List the data sets, and whether they are there.");
        command.SetAction(parsed => DatasetTable.Print(parsed.GetValue(folder)!));
        return AlmaCommand.WithExamples(command, "alma data list");
    }

    private static Command Fetch()
    {
        var name = Name();
        var command = new Command("fetch", "Fetch a data set: from its official mirrors, or else from what this machine offers.") { name };
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            return await interruption.ReportAsync(async () =>
            {
                await FetchDisplay.FetchAsync(DatasetCatalog.Find(parsed.GetValue(name)!), parsed.GetValue(folder)!, interruption.Token);
                return 0;
            });
        });
        return AlmaCommand.WithExamples(command, "alma data fetch mnist", "alma data fetch fashion_mnist --data-dir ~/data");
    }

    private static Command Check()
    {
        var name = Name();
        var command = new Command("check", "Compare the files of a data set with what they should be.") { name };
        command.SetAction(parsed =>
        {
            var entry = DatasetCatalog.Find(parsed.GetValue(name)!);
            var check = DatasetCheck.Of(entry, parsed.GetValue(folder)!);
            var remedy = entry.Files is null ? "" : $" {Remedies.Of(entry.Need)}";
            foreach (var file in check.Files)
                Terminal.Out.WriteLine(file.Problems.IsEmpty
                    ? $"right  {file.Path ?? file.File} ({file.Bytes} bytes)"
                    : $"wrong  {file.Path ?? file.File}: {string.Join(" ", file.Problems)}{remedy}");
            return check.IsRight ? 0 : Failures.Error;
        });
        return AlmaCommand.WithExamples(command, "alma data check mnist");
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { HelpName = "name", Description = "One of those that alma data list shows." };
        name.CompletionSources.Add([.. DatasetCatalog.Entries.Select(entry => entry.Name)]);
        return name;
    }
}
