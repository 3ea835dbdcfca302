using System.CommandLine;
using Alma.Cli.Display;
using Alma.Config;
using Alma.Keeping.Promotion;
using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.Cli.Commands;

/// <summary><c>alma models</c>: versions of a model, and which of them is the champion.</summary>
internal static class ModelsCommand
{
    public static Command Create() => AlmaCommand.WithExamples(
        new Command("models", "Register versions of a model, compare them, and say which one is served.")
        {
            List(),
            Add(),
            Promote(),
            RollBack(),
            Compare(),
        },
        "alma models list RUN", "alma models promote RUN 3");

    private static Command List()
    {
        var place = RegistryPlace.Argument();
        var json = new Option<bool>("--json") { Description = "Print a JSON array, an object per version." };
        var command = new Command("list", "List the versions of a model: errors, origins, and which is the champion.") { place, json };
        command.SetAction(parsed =>
        {
            var shown = ShownVersion.Of(RegistryPlace.Open(parsed.GetValue(place)!).Registry, Warn);
            if (parsed.GetValue(json)) VersionDisplay.PrintJson(shown);
            else if (shown.Count == 0) Terminal.Out.WriteLine("There are no versions yet.");
            else VersionDisplay.Print(shown);
        });
        return AlmaCommand.WithExamples(command, "alma models list RUN", "alma models list models --json");
    }

    private static Command Add()
    {
        var run = new Argument<string>("run") { Description = "A run folder." };
        var megabatch = new Option<int?>("--megabatch")
        {
            Description = "The model after this megabatch, counted from 0 (default: the last).",
            HelpName = "number",
        };
        var registry = new Option<string?>("--registry")
        {
            Description = "Where to register it (default: what the run's config says, or else its folder models).",
            HelpName = "folder",
        };
        var command = new Command("add", "Register a model of a run; it becomes the champion if it is not worse.")
        {
            run,
            megabatch,
            registry,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(megabatch) is < 0) parsed.AddError("--megabatch takes a number from 0.");
        });
        command.SetAction((parsed, _) => RunStores.InterruptibleAsync(cancellation =>
        {
            var folder = RunFolder.Open(UserPath.Of(parsed.GetValue(run)!)!);
            var options = ProgramDatasets.Options(folder);
            if (UserPath.Of(parsed.GetValue(registry), "--registry") is { } asked) options = options with { Registry = asked };
            var outcome = new ModelPromotion(folder, options, TimeProvider.System)
                .Run(parsed.GetValue(megabatch) ?? (RunModels.Megabatches(folder) is [.., var last] ? last : 0), null, cancellation);
            Terminal.Out.WriteLine($"{ModelPromotion.RegistryPath(folder, options)}: {outcome.Text}");
            if (outcome.Warning is { } warning) Warn(warning);
        }));
        return AlmaCommand.WithExamples(command, "alma models add RUN", "alma models add RUN --megabatch 2 --registry models");
    }

    private static Command Promote()
    {
        var (place, version, reason) = (RegistryPlace.Argument(), Version("The version that is to be the champion."), Reason());
        var command = new Command("promote", "Make a version the champion, whatever its error.") { place, version, reason };
        command.SetAction(parsed =>
        {
            var opened = RegistryPlace.Open(parsed.GetValue(place)!);
            var asked = parsed.GetValue(version);
            RegistryRecord? record;
            using (var writer = opened.Registry.Hold(TimeProvider.System))
                record = writer.Promote(asked, RegistryAction.Chosen, parsed.GetValue(reason) ?? "chosen by hand");
            if (record is null) Terminal.Out.WriteLine($"version {asked} is the champion already");
            else Tell(opened, record);
        });
        return AlmaCommand.WithExamples(command, "alma models promote RUN 3", "alma models promote models 3 --reason 'fewer false alarms'");
    }

    private static Command RollBack()
    {
        var (place, reason) = (RegistryPlace.Argument(), Reason());
        var command = new Command("rollback", "Make the champion before this one the champion again.") { place, reason };
        command.SetAction(parsed =>
        {
            var opened = RegistryPlace.Open(parsed.GetValue(place)!);
            RegistryRecord record;
            using (var writer = opened.Registry.Hold(TimeProvider.System))
                record = writer.RollBack(parsed.GetValue(reason) ?? "rolled back by hand");
            Tell(opened, record);
        });
        return AlmaCommand.WithExamples(command, "alma models rollback RUN", "alma models rollback models --reason 'complaints'");
    }

    private static Command Compare()
    {
        var (place, first) = (RegistryPlace.Argument(), Version("A version."));
        var second = new Argument<int>("other") { Description = "Another version.", HelpName = "version" };
        var command = new Command("compare", "Compare the errors of two versions on the same examples.") { place, first, second };
        command.SetAction(parsed => VersionDisplay.Compare(
            RegistryPlace.Open(parsed.GetValue(place)!).Registry, parsed.GetValue(first), parsed.GetValue(second)));
        return AlmaCommand.WithExamples(command, "alma models compare RUN 3 2");
    }

    private static void Tell(RegistryPlace place, RegistryRecord record)
    {
        var before = record.Previous is { } previous ? $"; it was version {previous}" : "";
        Terminal.Out.WriteLine($"version {record.Version} is the champion{before}");
        if (place.Options is not { } options) return;
        if (new HookAfterPromotion(options.Promote, TimeProvider.System).After(place.Registry, record) is { } fault) Warn(fault);
    }

    private static Argument<int> Version(string description) => new("version")
    {
        Description = description,
        HelpName = "version",
    };

    private static Option<string?> Reason() => new("--reason")
    {
        Description = "Why, for the history.",
        HelpName = "text",
    };

    private static void Warn(string problem) => Console.Error.WriteLine($"warning: {Printable.Of(problem)}");
}
