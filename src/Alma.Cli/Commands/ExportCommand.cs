using System.CommandLine;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Queries;
using Alma.Runs;

namespace Alma.Cli.Commands;

/// <summary><c>alma export</c>: the tables of <c>alma query</c> as files for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("run")
        {
            Description = $"Run folders, folders with runs below them, or patterns. Default: {RunPath.Root}.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var parquet = new Option<string?>("--parquet") { Description = "Write Parquet files into this folder.", HelpName = "folder" };
        var csv = new Option<string?>("--csv") { Description = "Write comma-separated values into this folder.", HelpName = "folder" };
        var command = new Command(
            "export", $"Write all metrics and configs of runs as tables: {string.Join(", ", StoredTable.All.Select(table => table.Name))}.")
        {
            runs,
            parquet,
            csv
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(parquet) is null && parsed.GetValue(csv) is null) parsed.AddError("Give --parquet FOLDER or --csv FOLDER.");
        });
        command.SetAction((parsed, _) => RunStores.InterruptibleAsync(cancellation =>
        {
            var store = RunStores.Read(parsed.GetValue(runs));
            if (parsed.GetValue(parquet) is { } tables) Export(store, tables, TableFormat.Parquet, cancellation);
            if (parsed.GetValue(csv) is { } texts) Export(store, texts, TableFormat.Csv, cancellation);
            RunStores.Warn(store);
        }));
        return AlmaCommand.WithExamples(
            command, "alma export --parquet tables", "alma export 'runs/mnist/**' --parquet tables --csv tables");
    }

    private static void Export(RunStore store, string folder, TableFormat format, CancellationToken cancellation)
    {
        if (File.Exists(folder)) throw new RunFolderException($"{folder} is a file: tables need a folder.");
        foreach (var file in store.Export(folder, format, cancellation))
            Terminal.Out.WriteLine($"{file.Path}  {Units.Count(file.RowCount)} rows, {Units.Bytes(file.Bytes)}");
    }
}
