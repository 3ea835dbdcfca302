using System.CommandLine;
using Alma.Cli.Display;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Reports;
using Alma.Runs;
using Alma.Runs.Images;

namespace Alma.Cli.Commands;

/// <summary><c>alma data import</c>, <c>add</c>, <c>show</c>, <c>export</c>, <c>rm</c> and <c>rename</c>: data sets of one's own.</summary>
internal static class OwnDataCommands
{
    /// <param name="folder">The option of the data folder.</param>
    public static IEnumerable<Command> All(Option<string> folder) =>
        [Import(folder), Add(folder), Show(folder), Export(folder), Remove(folder), Rename(folder)];

    private static Command Import(Option<string> folder)
    {
        var (name, reading) = (Name("The name for it: a-z, 0-9, - and _."), new ImportArguments());
        var command = new Command("import", "Make a data set of your own files: folders of images, tables, arrays, shards.") { name };
        reading.AddTo(command, makesDataset: true);
        command.SetAction((parsed, _) => Write(
            parsed, parsed.GetValue(name)!, reading,
            (source, plan, cancellation) => StoreImport.Make(
                new StoreFolder(parsed.GetValue(folder)!), parsed.GetValue(name)!, source, plan, cancellation)));
        return AlmaCommand.WithExamples(
            command, "alma data import flowers ~/photos", "alma data import churn customers.csv --label churned --time signed_up");
    }

    private static Command Add(Option<string> folder)
    {
        var (name, reading) = (Name("One of those that were imported."), new ImportArguments());
        var command = new Command("add", "Add a dump to a data set that was imported.") { name };
        reading.AddTo(command);
        command.SetAction((parsed, _) => Write(
            parsed, parsed.GetValue(name)!, reading,
            (source, plan, cancellation) => StoreImport.Add(
                new StoreFolder(parsed.GetValue(folder)!), parsed.GetValue(name)!, source, plan, cancellation),
            new StoreFolder(parsed.GetValue(folder)!)));
        return AlmaCommand.WithExamples(command, "alma data add flowers ~/photos-november");
    }

    // What is added is read as what is there was: by the same columns, cropped to the same size.
    private static async Task<int> Write(
        ParseResult parsed, string name, ImportArguments reading, Func<ImportSource, ImportPlan, CancellationToken, ImportResult> write,
        StoreFolder? addedTo = null)
    {
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() =>
        {
            var plan = reading.Plan(parsed, addedTo?.Open(name).Manifest);
            try
            {
                using var source = ImportFormats.Open(plan.Request, interruption.Token);
                ImportDisplay.Show(name, source.ExpectedCount, progress =>
                    write(source, plan with { Progress = progress }, interruption.Token));
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException("Nothing was imported.");
            }

            return Task.FromResult(0);
        });
    }

    private static Command Show(Option<string> folder)
    {
        var name = Name("One of those that were imported.");
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Write a picture (PNG) with some images of each class into this file.",
            HelpName = "file",
        };
        var check = new Option<bool>("--check")
        {
            Description = "Only read all its files again and compare their checksums: a disk may have damaged what no program has written.",
        };
        var command = new Command("show", "Show what is in a data set that was imported, and what looks wrong.") { name, output, check };
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            return await interruption.ReportAsync(() =>
            {
                var store = new StoreFolder(parsed.GetValue(folder)!).Open(parsed.GetValue(name)!);
                if (parsed.GetValue(output) is not null && store.Manifest.Kind == StoreKind.Table)
                    throw new DatasetException($"{store.Name} is a table: there are no images to make a picture of.");
                if (parsed.GetValue(check)) return Check(store, interruption.Token);
                var summary = StoreSummary.Of(store, interruption.Token);
                StoreDisplay.Print(summary);
                if (parsed.GetValue(output) is { } path) WriteSheet(summary, path);
                return Task.FromResult(0);
            });
        });
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(check) && parsed.GetValue(output) is not null)
                parsed.AddError("--check only checks: leave --output out.");
        });
        return AlmaCommand.WithExamples(
            command, "alma data show flowers", "alma data show flowers -o flowers.png", "alma data show flowers --check");
    }

    private static Task<int> Check(Store store, CancellationToken cancellation)
    {
        StoreCheck.Run(store, cancellation);
        Terminal.Out.WriteLine(
            $"{store.Name}: all files were read again, {Units.Bytes(store.ByteCount)}, and are as they were written.");
        return Task.FromResult(0);
    }

    private static void WriteSheet(StoreSummary summary, string path)
    {
        using (var file = OutputFile.At(path)) file.Write(stream => stream.Write(ExampleSheet.Of(summary)));
        Terminal.Out.WriteLine($"{path}: a row of images for each class");
    }

    private static Command Export(Option<string> folder)
    {
        var name = Name("One of those that were imported.");
        var parquet = new Option<string>("--parquet")
        {
            Description = "Write Parquet files into this folder.",
            HelpName = "folder",
            Required = true,
        };
        var command = new Command("export", "Write a data set that was imported as files for other programs.") { name, parquet };
        command.SetAction(async (parsed, _) =>
        {
            using var interruption = new Interruption();
            return await interruption.ReportAsync(() =>
            {
                var store = new StoreFolder(parsed.GetValue(folder)!).Open(parsed.GetValue(name)!);
                WriteParts(store, parsed.GetValue(parquet)!, interruption.Token);
                return Task.FromResult(0);
            });
        });
        return AlmaCommand.WithExamples(command, "alma data export flowers --parquet flowers");
    }

    // All files are put into place once all are written.
    private static void WriteParts(Store store, string folder, CancellationToken cancellation)
    {
        if (File.Exists(folder)) throw new DatasetException($"{folder} is a file: the files need a folder.");
        var export = new StoreExport(store, (pixels, shape) => PngImage.Encode(pixels, shape.Channels, shape.Height, shape.Width));
        List<(ExportedPart Part, string Path, OutputFile Output)> files = [];
        try
        {
            foreach (var part in export.Parts)
            {
                var path = Path.Combine(folder, part.Name);
                var output = OutputFile.At(path);
                files.Add((part, path, output));
                export.Write(part, output.CreateTemporary(), cancellation);
            }

            foreach (var (_, _, output) in files) output.Commit();
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException("Nothing was exported.");
        }
        finally
        {
            foreach (var (_, _, output) in files) output.Dispose();
        }

        foreach (var (part, path, _) in files)
            Terminal.Out.WriteLine($"{path}  {Units.Count(part.Count)} examples, {Units.Bytes(new FileInfo(path).Length)}");
    }

    private static Command Remove(Option<string> folder)
    {
        var name = Name("One of those that were imported.");
        var command = new Command("rm", "Remove a data set that was imported. The files it came from stay.") { name };
        command.SetAction(parsed =>
        {
            new StoreFolder(parsed.GetValue(folder)!).Remove(parsed.GetValue(name)!);
            Terminal.Out.WriteLine($"{parsed.GetValue(name)} is removed.");
        });
        return AlmaCommand.WithExamples(command, "alma data rm flowers");
    }

    private static Command Rename(Option<string> folder)
    {
        var name = Name("One of those that were imported.");
        var to = new Argument<string>("new name") { Description = "The new name: a-z, 0-9, - and _." };
        var command = new Command("rename", "Give a data set that was imported another name.") { name, to };
        command.SetAction(parsed =>
        {
            new StoreFolder(parsed.GetValue(folder)!).Rename(parsed.GetValue(name)!, parsed.GetValue(to)!);
            Terminal.Out.WriteLine($"{parsed.GetValue(name)} is now {parsed.GetValue(to)}.");
        });
        return AlmaCommand.WithExamples(command, "alma data rename flowers plants");
    }

    private static Argument<string> Name(string description) => new("name") { HelpName = "name", Description = description };
}
