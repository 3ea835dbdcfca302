using Alma.Data;
using Alma.Keeping.Inboxes;

namespace Alma.Keeping.Tests.Inboxes;

public sealed class InboxTests : IDisposable
{
    private static readonly TimeSpan settle = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();
    private readonly FixedClock clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Look_TakesWhatHasSettledInTheOrderOfNames()
    {
        Put("b.csv", age: 11);
        Put("a photo é/cat/1.png", age: 60);
        Put("c.csv", age: 9);
        using var inbox = Open();

        var content = inbox.Look();

        Assert.Equal(["a photo é", "b.csv"], content.Complete.Select(entry => entry.Name));
        Assert.Equal(["c.csv"], content.Arriving);
    }

    [Theory]
    [InlineData(".hidden.csv")]
    [InlineData("big.csv.part")]
    [InlineData("big.csv.TMP")]
    [InlineData("gone.csv.done")]
    public void Look_PassesOverWhatIsOnItsWay(string name)
    {
        Put(name, age: 3600);
        using var inbox = Open();

        var content = inbox.Look();

        Assert.Empty(content.Complete);
        Assert.Empty(content.Arriving);
    }

    [Fact]
    public void Look_WithAMarker_TakesADumpAtOnce()
    {
        Put("a.csv", age: 0);
        Put("a.csv.done", age: 0);
        using var inbox = Open();

        var entry = Assert.Single(inbox.Look().Complete);
        inbox.MoveToDone(entry);

        Assert.Equal("a.csv", entry.Name);
        Assert.False(File.Exists(folder.File("a.csv.done")));
        Assert.True(File.Exists(folder.File(".done/a.csv")));
    }

    /// <summary>A file deep in a folder, which does not change the folder's own time.</summary>
    [Fact]
    public void Look_WhileAFileInAFolderIsWritten_Waits()
    {
        Put("dump/cat/1.png", age: 60);
        Put("dump/cat/2.png", age: 1);
        using var inbox = Open();

        Assert.Equal(["dump"], inbox.Look().Arriving);
        clock.Now += settle;
        Assert.Single(inbox.Look().Complete);
    }

    [Fact]
    public void Look_WithTimesFromTheFuture_TakesWhatStaysTheSame()
    {
        Put("a.csv", age: -7200); // the clock was set back
        using var inbox = Open();

        Assert.Empty(inbox.Look().Complete);
        clock.Now += settle / 2;
        Put("a.csv", age: -7200, text: "longer");
        Assert.Empty(inbox.Look().Complete);
        clock.Now += settle / 2;
        Assert.Empty(inbox.Look().Complete);
        clock.Now += settle;
        Assert.Single(inbox.Look().Complete);
    }

    [Fact]
    public void Entry_WrittenOnSinceItWasFound_IsChanged()
    {
        Put("dump/cat/1.png", age: 60);
        using var inbox = Open();
        var entry = Assert.Single(inbox.Look().Complete);
        Assert.True(entry.IsUnchanged);

        Put("dump/cat/2.png", age: 0);

        Assert.False(entry.IsUnchanged);
    }

    [Fact]
    public void Reject_SaysWhyBesideTheDump()
    {
        Put("a b.csv", age: 60);
        using var inbox = Open();

        var to = inbox.Reject(Assert.Single(inbox.Look().Complete), "a b.csv, line 3: found 2 fields, expected 4.");

        Assert.Equal(folder.File(".rejected/a b.csv"), to);
        Assert.Equal(
            "a b.csv, line 3: found 2 fields, expected 4.\n", File.ReadAllText(folder.File(".rejected/a b.csv.error.txt")));
        Assert.Empty(inbox.Look().Complete);
    }

    [Fact]
    public void Move_OfANameThatWasTakenBefore_KeepsBoth()
    {
        using var inbox = Open();
        foreach (var text in new[] { "first", "second", "third" })
        {
            Put("a.csv", age: 60, text);
            inbox.MoveToDone(Assert.Single(inbox.Look().Complete));
        }

        Assert.Equal("first", File.ReadAllText(folder.File(".done/a.csv")));
        Assert.Equal("second", File.ReadAllText(folder.File(".done/a.csv-2")));
        Assert.Equal("third", File.ReadAllText(folder.File(".done/a.csv-3")));
    }

    [Fact]
    public void Link_IsMovedItselfAndWhatItNamesStays()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("cat/1.png", "x");
        Directory.CreateSymbolicLink(folder.File("link"), elsewhere.FullPath);
        using var inbox = Open();
        clock.Now += TimeSpan.FromDays(40_000);

        inbox.Reject(Assert.Single(inbox.Look().Complete), "a link");

        Assert.True(File.Exists(elsewhere.File("cat/1.png")));
        Assert.Equal(elsewhere.FullPath, new FileInfo(folder.File(".rejected/link")).LinkTarget);
    }

    [Fact]
    public void Open_WhereAnotherReads_IsRefused()
    {
        using var inbox = Open();

        var refused = Assert.Throws<DatasetException>(Open);

        Assert.Contains("read by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfNoFolder_IsRefused() => Assert.Contains(
        "no such folder",
        Assert.Throws<DatasetException>(() => Inbox.Open(folder.File("none"), settle, clock)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Open_WhereDoneIsALink_IsRefused()
    {
        using var elsewhere = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder.File(Inbox.DoneName), elsewhere.FullPath);

        Assert.Contains("is a link", Assert.Throws<DatasetException>(Open).Message, StringComparison.Ordinal);
    }

    private Inbox Open() => Inbox.Open(folder.FullPath, settle, clock);

    private void Put(string name, int age, string text = "text")
    {
        folder.Write(name, text);
        var written = clock.Now.UtcDateTime - TimeSpan.FromSeconds(age);
        for (var path = name; path.Length > 0; path = Path.GetDirectoryName(path)!)
        {
            if (File.Exists(folder.File(path))) File.SetLastWriteTimeUtc(folder.File(path), written);
            else Directory.SetLastWriteTimeUtc(folder.File(path), written);
        }
    }
}
