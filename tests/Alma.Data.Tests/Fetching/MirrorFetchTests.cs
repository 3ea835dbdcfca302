using System.Net;
using System.Net.Sockets;
using Alma.Data.Fetching;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests.Fetching;

public sealed class MirrorFetchTests : IDisposable
{
    private const string Part = "train-images.gz.part";

    private readonly TemporaryFolder folder = new();
    private readonly ReportList<string> notes = new();

    private string RawFolder => Path.Combine(folder.FullPath, "Tiny/raw");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_FromAWorkingMirror_AreStoredPlainAndProgressEndsAtTheTotal()
    {
        using var server = new FileServer(Gzipped());
        var progress = new ReportList<FetchProgress>();

        await FetchAsync(progress, server.Address);

        AssertWhole();
        AssertEndsAtTheTotal(progress, server);
    }

    [Fact]
    public async Task Files_AlreadyRight_AreNotAskedFor()
    {
        using var server = new FileServer(Gzipped());
        TinyDataset.WriteTo(folder);
        folder.Write("Tiny/raw/test-labels", [1, 2, 3]);

        await FetchAsync(server.Address);

        AssertWhole();
        Assert.Equal(["test-labels.gz"], server.Requests);
    }

    [Fact]
    public async Task Download_BrokenMidway_IsCarriedOnByRange()
    {
        using var server = new FileServer(Gzipped()) { BreaksAfter = 1000 };

        await FetchAsync(server.Address);

        AssertWhole();
        Assert.Equal(["train-images.gz", "train-images.gz from 1000"], server.Requests.Take(2));
    }

    [Fact]
    public async Task Download_BrokenWithoutRangeSupport_StartsAgain()
    {
        using var server = new FileServer(Gzipped()) { BreaksAfter = 1000, HonoursRange = false };
        var progress = new ReportList<FetchProgress>();

        await FetchAsync(progress, server.Address);

        AssertWhole();
        AssertEndsAtTheTotal(progress, server);
        Assert.Equal(["train-images.gz", "train-images.gz from 1000", "train-labels.gz"], server.Requests.Take(3));
    }

    [Fact]
    public async Task Part_OfAnEarlierFetch_IsCarriedOn()
    {
        using var server = new FileServer(Gzipped());
        folder.Write($"Tiny/raw/{Part}", TinyDataset.Gzipped("train-images")[..3000]);

        await FetchAsync(server.Address);

        AssertWhole();
        Assert.Equal("train-images.gz from 3000", server.Requests.First());
    }

    [Fact]
    public async Task Part_ThatIsAlreadyWhole_IsUsed()
    {
        using var server = new FileServer(Gzipped());
        folder.Write($"Tiny/raw/{Part}", TinyDataset.Gzipped("train-images"));

        await FetchAsync(server.Address);

        AssertWhole();
        Assert.Single(server.Requests, request => request.StartsWith("train-images", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Part_OfAnotherFile_IsThrownAwayOnceTheChecksumIsWrong()
    {
        using var server = new FileServer(Gzipped());
        folder.Write($"Tiny/raw/{Part}", new byte[3000]);

        await FetchAsync(server.Address);

        AssertWhole();
        Assert.Equal(["train-images.gz from 3000", "train-images.gz"], server.Requests.Take(2));
    }

    [Fact]
    public async Task Content_Wrong_IsNeverStoredAndTheNextMirrorIsTried()
    {
        var wrong = Gzipped();
        wrong["train-labels.gz"] = IdxBytes.Gzip(IdxBytes.Of([12], new byte[12]));
        wrong["test-images.gz"] = "<html>"u8.ToArray();
        wrong["test-labels.gz"] = new byte[500_000];
        using var wrongServer = new FileServer(wrong);
        using var server = new FileServer(Gzipped());

        await FetchAsync(wrongServer.Address, server.Address);

        AssertWhole();
        Assert.Equal(["train-labels.gz", "test-images.gz", "test-labels.gz"], server.Requests);
        Assert.Contains(notes.Items, note => note.Contains("train-labels has SHA-256", StringComparison.Ordinal));
        Assert.Contains(notes.Items, note => note.Contains("test-images has 6 bytes uncompressed", StringComparison.Ordinal));
        Assert.Contains(notes.Items, note => note.Contains("test-labels.gz sends more than the ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_NotFound_IsTakenFromTheNextMirror()
    {
        var partial = Gzipped();
        partial.Remove("test-images.gz");
        using var lacking = new FileServer(partial);
        using var server = new FileServer(Gzipped());

        await FetchAsync(lacking.Address, server.Address);

        AssertWhole();
        Assert.Equal(["test-images.gz"], server.Requests);
    }

    [Fact]
    public async Task Content_WrongEverywhere_LeavesNothingBehind()
    {
        var wrong = Gzipped();
        foreach (var name in wrong.Keys) wrong[name] = IdxBytes.Gzip(IdxBytes.Of([12], new byte[12]));
        using var server = new FileServer(wrong);

        var refusal = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(server.Address));

        Assert.Contains("train-labels has SHA-256", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(RawFolder));
    }

    [Fact]
    public async Task Redirect_WithinTheServer_IsFollowed()
    {
        using var server = new FileServer(Gzipped());
        using var moved = new FileServer([]) { MovedTo = server.Address };

        await FetchAsync(moved.Address);

        AssertWhole();
        Assert.Equal(4, moved.Requests.Count);
    }

    [Fact]
    public async Task Mirror_Unreachable_IsTriedOnceAndNamed()
    {
        var dead = FileServer.DeadAddress();
        using var server = new FileServer(Gzipped());

        await FetchAsync(dead, server.Address);

        AssertWhole();
        Assert.Single(notes.Items, note => note.StartsWith($"{dead}: unreachable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mirror_ThatAcceptsConnectionsAndIsSilent_IsAskedOnce()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var fetcher = new DatasetFetcher(_ => [new MirrorSource(new Uri($"https://{silent.LocalEndpoint}/"))], notes);

        await Assert.ThrowsAsync<DatasetException>(
            () => fetcher.FetchAsync(TinyDataset.Entry, folder.FullPath, cancellation: TestContext.Current.CancellationToken));

        // Four files are wanted, and the patience with one is spent only once.
        Assert.Equal(1, Waiting(silent));
    }

    [Fact]
    public async Task Fetch_Cancelled_LeavesOnlyThePartThatTheNextOneCarriesOn()
    {
        using var hanging = new FileServer(Gzipped()) { HangsAfter = 1000 };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var progress = new ReportList<FetchProgress>(also: _ => cancel.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Fetcher(hanging.Address).FetchAsync(TinyDataset.Entry, folder.FullPath, progress, cancel.Token));

        Assert.Equal([Part], Directory.EnumerateFiles(RawFolder).Select(Path.GetFileName));
        Assert.Equal(TinyDataset.Gzipped("train-images")[..1000], File.ReadAllBytes(Path.Combine(RawFolder, Part)));
        using var server = new FileServer(Gzipped());
        await FetchAsync(server.Address);
        AssertWhole();
        Assert.Equal("train-images.gz from 1000", server.Requests.First());
    }

    [Fact]
    public void Mirror_WithoutHttps_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MirrorSource(new Uri("http://example.org/")));

    private static int Waiting(TcpListener listener)
    {
        var count = 0;
        for (; listener.Pending(); count++) listener.AcceptTcpClient().Dispose();
        return count;
    }

    private static Dictionary<string, byte[]> Gzipped() =>
        TinyDataset.Content.Keys.ToDictionary(name => name + ".gz", TinyDataset.Gzipped);

    private DatasetFetcher Fetcher(params Uri[] mirrors) =>
        new(_ => mirrors.Select(mirror => new MirrorSource(mirror, requiresHttps: false)), notes);

    private Task FetchAsync(params Uri[] mirrors) => FetchAsync(null, mirrors);

    private Task FetchAsync(IProgress<FetchProgress>? progress, params Uri[] mirrors) =>
        Fetcher(mirrors).FetchAsync(TinyDataset.Entry, folder.FullPath, progress, TestContext.Current.CancellationToken);

    private static void AssertEndsAtTheTotal(ReportList<FetchProgress> progress, FileServer server)
    {
        var last = progress.Items.Last(report => report.File == "train-images");
        var size = TinyDataset.Gzipped("train-images").Length;
        Assert.Equal(new FetchProgress("train-images", server.Address.ToString(), size, size), last);
    }

    private void AssertWhole()
    {
        Assert.Equal(TinyDataset.Content.Keys.Order(), Directory.EnumerateFiles(RawFolder).Select(Path.GetFileName).Order());
        foreach (var (name, content) in TinyDataset.Content)
            Assert.Equal(content, File.ReadAllBytes(Path.Combine(RawFolder, name)));
    }
}
