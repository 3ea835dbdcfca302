using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>Commands of several processes on one data set of a user's own, and commands that are killed in the middle.</summary>
public sealed class KilledDataCommandTests : IDisposable
{
    private const int RowCount = 1_500_000;
    private readonly Workplace workplace = new();

    private string Own => workplace.In("data/own");

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Command_OnADataSetThatIsBeingWritten_IsRefusedInOneLineAndTheWriterGoesOn()
    {
        WriteRows();
        workplace.Write("few.csv", "x,label\n1,a\n2,b\n3,a\n");
        workplace.Typed("data", "import", "mine", "few.csv").Succeeded();
        workplace.Typed("data", "import", "other", "few.csv").Succeeded();
        using var adding = StartedUntil(Directory.Exists, "mine/dumps/.writing-0001", "data", "add", "mine", "rows.csv");

        foreach (var command in new string[][]
        {
            ["add", "mine", "few.csv"], ["rm", "mine"], ["rename", "mine", "yours"], ["import", "mine", "few.csv"],
        })
            Assert.Matches(
                "being written by another process|There is already a data set", workplace.Typed(["data", .. command]).RefusedInOneLine());
        var shown = workplace.Typed("data", "show", "mine").Succeeded().OutputText;
        workplace.Typed("data", "add", "other", "few.csv").Succeeded();

        Assert.DoesNotContain("rows", shown);
        adding.Signal("CONT");
        adding.WaitForEnd().Succeeded();
        Assert.Contains("rows", workplace.Typed("data", "show", "mine").Succeeded().OutputText);
    }

    [Fact]
    public void Import_ThatIsKilled_LeavesNoDataSetAndTheNextOneWorks()
    {
        WriteRows();

        Kill(StartedUntil(Directory.Exists, ".mine.aside/dumps/.writing-0000", "data", "import", "mine", "rows.csv"));

        Assert.Contains("There is no data set 'mine'", workplace.Typed("data", "show", "mine").RefusedInOneLine());
        workplace.Write("few.csv", "x,label\n1,a\n2,b\n3,a\n");
        workplace.Typed("data", "import", "mine", "few.csv").Succeeded();
        Assert.Equal(["mine"], Directory.EnumerateDirectories(Own).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Add_ThatIsKilled_LeavesTheDataSetAsItWasAndTheNextOneWorks()
    {
        WriteRows();
        workplace.Write("few.csv", "x,label\n1,a\n2,b\n3,a\n");
        workplace.Typed("data", "import", "mine", "few.csv").Succeeded();
        var (before, shown) = (Content(), workplace.Typed("data", "show", "mine").Succeeded().OutputText);

        Kill(StartedUntil(Directory.Exists, "mine/dumps/.writing-0001", "data", "add", "mine", "rows.csv"));

        Assert.Equal(before, Content());
        Assert.Equal(shown, workplace.Typed("data", "show", "mine").Succeeded().OutputText);
        workplace.Typed("data", "add", "mine", "few.csv").Succeeded();
        Assert.Equal(
            ["0000", "0001"],
            Directory.EnumerateDirectories(Path.Combine(Own, "mine", "dumps")).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Export_ThatIsKilled_LeavesNoFileThatLooksWholeAndTheDataSetAsItWas()
    {
        WriteRows();
        workplace.Typed("data", "import", "mine", "rows.csv").Succeeded();
        var before = Content();

        Kill(StartedUntil(
            _ => Directory.Exists(workplace.In("out")) && Directory.EnumerateFiles(workplace.In("out")).Any(), "", "data", "export", "mine",
            "--parquet", "out"));

        Assert.Empty(Directory.EnumerateFiles(workplace.In("out"), "*.parquet"));
        Assert.Equal(before, Content());
    }

    /// <summary>The moments are those at which the machine happens to be; whichever they are, there is all of it or nothing.</summary>
    [Theory]
    [InlineData("rm", "mine")]
    [InlineData("rename", "mine", "yours")]
    public void RemoveAndRename_KilledAtAnyMoment_LeaveAllOrNothing(params string[] command)
    {
        workplace.Write("few.csv", "x,label\n1,a\n2,b\n3,a\n");
        for (var trial = 0; trial < 6; trial++)
        {
            workplace.Typed("data", "import", "mine", "few.csv").Succeeded();
            var before = Content();
            var running = workplace.Start(["data", .. command]);
            Thread.Sleep(80 * trial);
            Kill(running);

            var left = Directory.EnumerateDirectories(Own).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').ToList();
            Assert.True(left.Count == 1 || (left.Count == 0 && command[0] == "rm"), string.Join(' ', left));
            if (left is not [var name]) continue;
            Assert.Equal(before, Content(name));
            workplace.Typed("data", "rm", name).Succeeded();
        }
    }

    // Read twice, the second time into the store: long enough to be stopped in the middle.
    private void WriteRows()
    {
        var text = new StringBuilder("x,label\n");
        for (var row = 0; row < RowCount; row++) text.Append(CultureInfo.InvariantCulture, $"{row % 1000},{(char)('a' + (row % 3))}\n");
        workplace.Write("rows.csv", text.ToString());
    }

    private RunningProgram StartedUntil(Func<string, bool> isTrue, string path, params string[] command)
    {
        var running = workplace.Start(command);
        while (!isTrue(Path.Combine(Own, path)) && !running.HasEnded) Thread.Sleep(1);
        running.Signal("STOP");
        Assert.False(running.HasEnded, "it ended before it could be stopped");
        return running;
    }

    private static void Kill(RunningProgram running)
    {
        running.Signal("KILL");
        running.WaitForEnd();
        running.Dispose();
    }

    // What the manifest names, to the byte.
    private List<string> Content(string name = "mine") =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Own, name), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.writing-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(Own, file)[name.Length..] + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
    ];
}
