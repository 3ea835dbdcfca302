using System.CommandLine;
using System.Text;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Queries;
using Alma.Reports.Tables;
using Alma.Runs;

namespace Alma.Cli.Commands;

/// <summary><c>alma query</c>: SQL over the configs and metrics of runs.</summary>
internal static class QueryCommand
{
    private const int Buffer = 1 << 16;

    public static Command Create()
    {
        var sql = new Argument<string?>("sql")
        {
            Description = $"One SELECT statement over the tables {string.Join(", ", StoredTable.All.Select(table => table.Name))}.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var runs = new Argument<string[]>("run")
        {
            Description = $"Run folders, folders with runs below them, or patterns. Default: {RunPath.Root}.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var schema = new Option<bool>("--schema") { Description = "Print the tables and their columns." };
        var csv = new Option<bool>("--csv") { Description = "Print comma-separated values." };
        var json = new Option<bool>("--json") { Description = "Print a JSON array with an object per row." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Write the answer to this file, as its ending says: .csv, .json or .parquet.",
            HelpName = "file"
        };
        var command = new Command("query", "Ask all metrics and configs of runs in SQL.") { sql, runs, schema, csv, json, output };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(sql) is null && !parsed.GetValue(schema))
                parsed.AddError("Give a SELECT statement, or --schema to see the tables.");
            if (parsed.GetValue(csv) && parsed.GetValue(json)) parsed.AddError("Choose --csv or --json.");
        });
        command.SetAction((parsed, _) => RunStores.InterruptibleAsync(cancellation =>
        {
            if (parsed.GetValue(schema)) Terminal.Out.Write(SchemaTable.Of(StoredTable.All));
            else
                Answer(
                    new Question(parsed.GetValue(sql)!, RunStores.Read(parsed.GetValue(runs)), cancellation),
                    parsed.GetValue(output),
                    parsed.GetValue(csv),
                    parsed.GetValue(json));
        }));
        return AlmaCommand.WithExamples(
            command,
            "alma query --schema",
            "alma query \"SELECT recipe, count(*) AS runs, avg(average_error) AS error FROM runs GROUP BY recipe ORDER BY error\"",
            "alma query \"SELECT config(run, 'replay') AS replay, megabatch, avg(error) FROM megabatches GROUP BY ALL ORDER BY ALL\" "
            + "'runs/mnist/**' -o errors.parquet");
    }

    private static void Answer(Question question, string? output, bool csv, bool json)
    {
        if (output is not null) Save(question, output);
        else if (csv) Print(question, (answer, stream) => Csv(answer, stream));
        else if (json) Print(question, (answer, stream) => JsonCell.Write(stream, answer));
        else Terminal.Out.Write(question.Ask(answer => QueryTable.Of(answer, "--csv, --json and -o give all")));
        RunStores.Warn(question.Store);
    }

    private static void Save(Question question, string path)
    {
        using var output = OutputFile.At(path);
        switch (Path.GetExtension(path))
        {
            case ".csv": question.Ask(answer => Written(output, stream => Csv(answer, stream))); break;
            case ".json": question.Ask(answer => Written(output, stream => JsonCell.Write(stream, answer))); break;
            case ".parquet": question.Store.WriteParquet(question.Sql, path, question.Cancellation); break;
            default: throw new QueryException($"-o {path}: the name must end in .csv, .json or .parquet.");
        }

        Terminal.Out.WriteLine($"{path}  {Units.Bytes(new FileInfo(path).Length)}");
    }

    private static bool Written(OutputFile output, Action<Stream> write)
    {
        output.Write(write);
        return true;
    }

    private static void Print(Question question, Action<QueryResult, Stream> write) => question.Ask(answer =>
    {
        using var stream = Terminal.OpenData();
        write(answer, stream);
        return true;
    });

    private static void Csv(QueryResult answer, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), Buffer, leaveOpen: true);
        CsvText.Write(text, answer.Columns, answer.Rows);
    }

    /// <summary>What is asked, and of what.</summary>
    private sealed record Question(string Sql, RunStore Store, CancellationToken Cancellation)
    {
        public T Ask<T>(Func<QueryResult, T> read) => Store.Ask(Sql, read, Cancellation);
    }
}
