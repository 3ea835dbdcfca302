using System.Text.Json;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class QueryCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Query_OfARealRun_IsATableCsvJsonOrAFile()
    {
        workplace.Typed("run", "n_megabatches=2", "clmodel.max_epochs=2", "run_dir=runs/it's one", "seed=3").Succeeded();
        const string sql = "SELECT name, seed, config(path, 'clmodel.max_epochs') AS epochs, error < 1 AS learned, "
            + "(SELECT count(*) FROM megabatches) AS n FROM runs";

        Assert.Matches("(?m)^ *it's one +3 +2 +true +2 *$", Typed(sql).Succeeded().OutputText);
        Assert.Equal(["name,seed,epochs,learned,n", "it's one,3,2,true,2"], Typed(sql, "--csv").Succeeded().Output);
        var row = JsonDocument.Parse(Typed(sql, "runs/it's one", "--json").Succeeded().OutputText).RootElement[0];
        Assert.Equal(("it's one", 3), (row.GetProperty("name").GetString(), row.GetProperty("seed").GetInt32()));
        foreach (var file in new[] { "new/a.csv", "a.json", "a.parquet" })
            Assert.StartsWith($"{file}  ", Assert.Single(Typed(sql, "-o", file).Succeeded().Output), StringComparison.Ordinal);
        Assert.Equal("name,seed,epochs,learned,n\nit's one,3,2,true,2\n", File.ReadAllText(workplace.In("new/a.csv")));
        Assert.Equal("PAR1"u8, File.ReadAllBytes(workplace.In("a.parquet")).AsSpan(0, 4));

        var exported = workplace.Typed("export", "--parquet", "tables", "--csv", "tables").Succeeded().Output;
        Assert.Equal(12, exported.Count);
        Assert.Matches(@"^tables/runs\.parquet  1 rows?, \d", exported[0]);
        Assert.Equal(12, Directory.GetFiles(workplace.In("tables")).Length);
        Assert.False(Directory.Exists(workplace.In(".tmp")));
    }

    [Fact]
    public void Query_ThatCannotBeAnswered_IsRefusedInOneLine()
    {
        Assert.Equal("runs is no run folder: there is no such folder.", Typed("FROM runs").RefusedInOneLine());
        workplace.Typed("run", "n_megabatches=1", "clmodel.max_epochs=1", "run_dir=runs/one").Succeeded();

        Assert.StartsWith(
            "Binder Error: Referenced column \"mistake\" not found",
            Typed("SELECT mistake FROM runs").RefusedInOneLine(),
            StringComparison.Ordinal);
        Assert.StartsWith("The SQL cannot be parsed: ", Typed("SELEC 1").RefusedInOneLine(), StringComparison.Ordinal);
        Assert.StartsWith(
            "A query reads only: give one SELECT statement.", Typed("COPY runs TO 'x.csv'").RefusedInOneLine(), StringComparison.Ordinal);
        Assert.StartsWith(
            "A query reads the tables of runs only: read_text() cannot be called.",
            Typed("FROM read_text('runs/one/run.json')").RefusedInOneLine(),
            StringComparison.Ordinal);
        Assert.Equal("-o x.txt: the name must end in .csv, .json or .parquet.", Typed("FROM runs", "-o", "x.txt").RefusedInOneLine());
        Assert.StartsWith("Give a SELECT statement, or --schema", workplace.Typed("query").RefusedInOneLine(), StringComparison.Ordinal);
        Assert.StartsWith("Give --parquet FOLDER or --csv FOLDER.", workplace.Typed("export").RefusedInOneLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Query_ThatIsInterrupted_LeavesNothingBehind()
    {
        workplace.Typed("run", "n_megabatches=2", "clmodel.max_epochs=2", "run_dir='runs/[copied]'").Succeeded();
        workplace.Environment["TMPDIR"] = Directory.CreateDirectory(workplace.In("aside")).FullName;
        using var running = workplace.Start(
            "query",
            "SELECT sum(a.value * b.value * c.value * d.value * e.value) FROM metrics a, metrics b, metrics c, metrics d, metrics e",
            "-o",
            "a.csv");
        Patience.Until(() => Directory.GetDirectories(workplace.In("aside"), "alma-query-*").Length > 0, TimeSpan.FromMinutes(1), () =>
            "No rows were copied.");

        running.Signal("INT");
        var ended = running.WaitForEnd();

        Assert.Equal((130, "Interrupted. No file was written."), (ended.ExitCode, Assert.Single(ended.Errors)));
        Assert.Empty(Directory.GetFileSystemEntries(workplace.In("aside"), "alma-*"));
        Assert.False(File.Exists(workplace.In("a.csv")));
    }

    [Fact]
    public void Schema_AskedFor_IsThatOfTheDocument()
    {
        var schema = workplace.Typed("query", "--schema").Succeeded().Output.Select(line => line.TrimEnd());

        Assert.Contains(
            string.Join('\n', schema).TrimEnd(), File.ReadAllText(Repository.In("docs", "queries.md")), StringComparison.Ordinal);
    }

    private ProgramResult Typed(string sql, params string[] more) => workplace.Typed(["query", sql, .. more]);
}
