using System.Globalization;
using System.Text;
using Alma.Data.Stores;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;
using Alma.Runs.Images;

namespace Alma.EndToEnd.Tests;

/// <summary>Data of a user's own, from files to runs.</summary>
public sealed class OwnDataCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Import_Photos_IsListedShownAndLearned()
    {
        WritePhotos("photos");

        var imported = workplace.Typed("data", "import", "flowers", "photos").Succeeded().Output;

        Assert.Equal("photos: 80 examples, 16 of them to test on", imported[0]);
        Assert.Contains(
            workplace.Typed("data", "list").Succeeded().Output,
            line => line.StartsWith("flowers  1 dump  64 + 16  Images of 3 x 8 x 8, 2 classes", StringComparison.Ordinal));
        var shown = workplace.Typed("data", "show", "flowers", "-o", "sheet.png").Succeeded().OutputText;
        Assert.Matches(@"rose +40 +40", shown);
        Assert.Equal(0x89, File.ReadAllBytes(workplace.In("sheet.png"))[0]);
        workplace.Typed("run", "own/mlp", "data=flowers", "n_megabatches=2", "clmodel.max_epochs=2").Succeeded();
        Assert.Contains("0000/values", RunManifest.Read(workplace.NewestRun()).DatasetChecksums["flowers"].Keys);
    }

    [Fact]
    public void Sweep_OverTwoDataSets_ComparesEachByItself()
    {
        WritePhotos("photos");
        workplace.Typed("data", "import", "one", "photos").Succeeded();
        workplace.Typed("data", "import", "two", "photos").Succeeded();

        workplace.Alma("sweep", "own/mlp", "data=one,two", "n_megabatches=2", "clmodel.max_epochs=1").Succeeded();

        var compared = workplace.Typed("compare", "runs").Succeeded().OutputText;
        Assert.Contains("one: 1 run", compared);
        Assert.Contains("two: 1 run", compared);
    }

    [Fact]
    public void Import_ATableByTime_IsTestedOnTheNextMegabatch()
    {
        workplace.Write("customers.csv", Customers());
        workplace.Typed("data", "import", "churn", "customers.csv", "--label", "churned", "--time", "signed_up", "--test", "0").Succeeded();

        workplace.Typed(
            "run", "own/gmoe", "data=churn", "stream.train.by=time", "stream.train.period=month", "evaluation.mode=next",
            "clmodel.max_epochs=2").Succeeded();

        Assert.Equal(3, RunManifest.Read(workplace.NewestRun()).MegabatchesTotal);
    }

    [Fact]
    public void Add_ADump_IsAMegabatchOfItsOwn()
    {
        WritePhotos("photos");
        WritePhotos("november");
        workplace.Typed("data", "import", "flowers", "photos").Succeeded();

        workplace.Typed("data", "add", "flowers", "november").Succeeded();

        workplace.Typed("run", "own/mlp", "data=flowers", "stream.train.by=dump", "clmodel.max_epochs=1").Succeeded();
        Assert.Equal(2, RunManifest.Read(workplace.NewestRun()).MegabatchesTotal);
    }

    [Fact]
    public void Add_ToATableThatNeededOptions_NeedsThemNotAgain()
    {
        var rows = Encoding.Latin1.GetBytes("gr\u00F6\u00DFe,wann,art\n1,2026-01-02,Schl\u00FCssel\n2,2026-01-03,B\u00E4r\n");
        File.WriteAllBytes(workplace.In("first.csv"), rows);
        File.WriteAllBytes(workplace.In("second.csv"), rows);
        workplace.Typed(
            "data", "import", "odd", "first.csv", "--label", "art", "--time", "wann", "--encoding", "latin-1", "--test", "0").Succeeded();

        workplace.Typed("data", "add", "odd", "second.csv").Succeeded();

        var store = new StoreFolder(workplace.In("data")).Open("odd");
        Assert.Equal(["B\u00E4r", "Schl\u00FCssel"], store.Manifest.Classes);
        Assert.Equal(store.Manifest.Dumps[0].Files, store.Manifest.Dumps[1].Files);
        Assert.Contains(
            "--encoding latin-1", workplace.Typed("data", "add", "odd", "second.csv", "--encoding", "utf-8").RefusedInOneLine());
    }

    [Fact]
    public void Manifest_OfAnEarlierVersion_IsReadAndAddedTo()
    {
        workplace.Write("few.csv", "x,label\n1,a\n2,b\n3,a\n");
        workplace.Typed("data", "import", "mine", "few.csv").Succeeded();
        var manifest = workplace.In("data/own/mine/manifest.json");
        var lines = File.ReadAllLines(manifest);
        File.WriteAllLines(manifest, lines.Where(line => !line.Contains("\"encoding\"", StringComparison.Ordinal)));
        Assert.Equal(lines.Length - 1, File.ReadLines(manifest).Count());

        workplace.Typed("data", "add", "mine", "few.csv").Succeeded();

        Assert.Equal(2, new StoreFolder(workplace.In("data")).Open("mine").Manifest.Dumps.Count);
    }

    [Fact]
    public void Classes_ThatLaterDumpsBring_AreLearnedAndNamed()
    {
        WritePhotos("birds/1", ("owl", 40), ("crow", 150));
        WritePhotos("birds/2", ("owl", 40), ("crow", 150), ("ara", 0));
        workplace.Typed("data", "import", "birds", "birds", "--dumps").Succeeded();

        var shown = workplace.Typed("data", "show", "birds").Succeeded().OutputText;
        var run = workplace.Typed("run", "own/gmoe", "data=birds", "stream.train.by=dump", "clmodel.max_epochs=20").Succeeded();

        Assert.Contains("These classes come in a later dump than the first: ara (new in dump 2, 2).", shown);
        Assert.Contains("megabatch 2/2: the first examples of ara", run.OutputText);
        var folder = workplace.NewestRun();
        Assert.Contains("megabatch 1: the first examples of ara", File.ReadAllText(folder.LogFile));
        Assert.Equal(["ara", "crow", "owl"], RunManifest.Read(folder).Classes);
        var asked = workplace.Typed("query", "SELECT megabatch, name, accuracy FROM classes ORDER BY ALL", "-o", "classes.csv");
        asked.Succeeded();
        Assert.StartsWith("0,ara,0", File.ReadAllLines(workplace.In("classes.csv"))[1]);
        workplace.Typed("report", folder.Path, "-o", "birds.html").Succeeded();
        Assert.Contains("\"classes\":[\"ara\",\"crow\",\"owl\"]", File.ReadAllText(workplace.In("birds.html")));
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("rows.csv", "--label", "left", "--time", "signed_up")]
    public void Export_OfADataSet_IsImportedAsTheSame(string files, params string[] options)
    {
        WritePhotos("photos");
        workplace.Write(
            "rows.csv",
            "age,member,town,visit,left,signed_up\n"
            + "31.5,true,Ulm,2026-01-02,yes,2026-01-01T10:00:00Z\n"
            + ",false,Bonn,2026-02-03 04:05:06,no,2026-01-02\n"
            + "44,,Ulm,,yes,2026-03-01\n");
        workplace.Typed(["data", "import", "mine", files, "--test", "0", .. options]).Succeeded();
        workplace.Typed(["data", "import", "tested", files, "--test", "0.4", .. options]).Succeeded();

        workplace.Typed("data", "export", "mine", "--parquet", "out").Succeeded();
        workplace.Typed("data", "export", "tested", "--parquet", "parts").Succeeded();
        workplace.Typed(["data", "import", "copy", "out/*.parquet", "--test", "0", .. options]).Succeeded();
        workplace.Typed(["data", "import", "tested-copy", "parts/*.parquet", .. options]).Succeeded();

        var stores = new StoreFolder(workplace.In("data"));
        var (mine, copy) = (stores.Open("mine").Manifest, stores.Open("copy").Manifest);
        Assert.Equal(mine.Classes, copy.Classes);
        Assert.Equal(mine.Shape, copy.Shape);
        Assert.Equivalent(mine.Columns, copy.Columns);
        Assert.Equal(mine.Dumps[0].Files, copy.Dumps[0].Files); // to the byte
        Assert.Equal(stores.Open("tested").Manifest.Dumps[0].TestCount, stores.Open("tested-copy").Manifest.Dumps[0].TestCount);
    }

    [Fact]
    public void RenameAndRemove_OfADataSet_DoThat()
    {
        WritePhotos("photos");
        workplace.Typed("data", "import", "flowers", "photos").Succeeded();

        workplace.Typed("data", "rename", "flowers", "plants").Succeeded();
        workplace.Typed("data", "rm", "plants").Succeeded();

        Assert.StartsWith("There is no data set 'plants'", workplace.Typed("data", "show", "plants").RefusedInOneLine());
        Assert.True(Directory.Exists(workplace.In("photos")));
    }

    [Theory]
    [InlineData("there is no such file or folder", "data", "import", "x", "nothing")]
    [InlineData("'Upper' is no name", "data", "import", "Upper", "photos")]
    [InlineData("'mnist' is a data set that Alma knows", "data", "import", "mnist", "photos")]
    [InlineData("There is no data set 'x'", "data", "add", "x", "photos")]
    [InlineData("There is no data set 'x'", "data", "rm", "x")]
    [InlineData("There is no data set 'x'", "run", "own/mlp", "data=x")]
    [InlineData("stream.train.data: it is marked ??? and must be given", "run", "own/mlp")]
    [InlineData("which lies in no folder", "run", "digits/gmoe", "+stream.train.directory=photos")]
    public void Command_ThatCannotBe_IsRefusedInOneLine(string problem, params string[] command)
    {
        WritePhotos("photos");

        Assert.Contains(problem, workplace.Typed(command).RefusedInOneLine());
    }

    [Fact]
    public void Run_OnAFolderOfOtherFiles_DownloadsNothingIntoIt()
    {
        WritePhotos("photos");

        var refusal = workplace.Typed("run", "mnist/test_finetune_mlp", $"data_dir={workplace.In("photos")}", "device=cpu")
            .RefusedAfterWarnings();

        Assert.Contains("photos holds other files than data sets (rose, tulip), so mnist is not fetched into it", refusal);
        Assert.Equal(
            ["rose", "tulip"],
            Directory.EnumerateFileSystemEntries(workplace.In("photos")).Select(path => Path.GetFileName(path)).Order());
    }

    private void WritePhotos(string folder) => WritePhotos(folder, ("rose", 40), ("tulip", 150));

    private void WritePhotos(string folder, params (string Name, int Shade)[] classes)
    {
        var random = new Random(folder.Length);
        foreach (var (name, shade) in classes)
            for (var k = 0; k < 40; k++)
            {
                Directory.CreateDirectory(workplace.In($"{folder}/{name}"));
                byte[] pixels = [.. Enumerable.Range(0, 192).Select(_ => (byte)(shade + random.Next(100)))];
                File.WriteAllBytes(workplace.In($"{folder}/{name}/{k:D3}.png"), PngImage.Encode(pixels, 3, 8, 8));
            }
    }

    private static string Customers()
    {
        var text = new StringBuilder("signed_up,age,plan,churned\n");
        for (var day = 0; day < 120; day++)
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{new DateTime(2026, 1, 1).AddDays(day):yyyy-MM-dd},{20 + (day % 40)},{(day % 3 == 0 ? "pro" : "basic")},"
                + $"{(day % 2 == 0 ? "yes" : "no")}"));
        return text.ToString();
    }
}
