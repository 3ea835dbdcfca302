using Alma.Data.Fetching;
using Alma.Data.Tests.Cifar;
using Alma.Data.Tests.Pickles;

namespace Alma.Data.Tests.Fetching;

public sealed class WebArchiveSourceTests : IDisposable
{
    private const string Name = "cifar-10-python.tar.gz";

    private static readonly byte[] content = ArchiveBytes.TarGz(
        TinyCifar.Labels.Select(batch => KeyValuePair.Create(batch.Key, PickleWriter.Batch(batch.Value, TinyCifar.Pixels[batch.Key])))
            .Append(new("batches.meta", [1, 2, 3])),
        "cifar-10-batches-py");

    private readonly TemporaryFolder folder = new();
    private readonly ReportList<string> notes = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Archive_OfThePythonVersion_IsStoredAsTheBinaryOne()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { [Name] = content });
        var progress = new ReportList<FetchProgress>();

        await FetchAsync(server, progress);

        AssertStored();
        Assert.Contains(new FetchProgress(Name, $"{server.Address}{Name}", content.Length, content.Length), progress.Items);
    }

    [Fact]
    public async Task Archive_BrokenMidway_IsCarriedOn()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { [Name] = content }) { BreaksAfter = 1000 };

        await FetchAsync(server);

        AssertStored();
        Assert.Equal([Name, $"{Name} from 1000"], server.Requests);
    }

    [Fact]
    public async Task Archive_WithThePartOfAnother_IsBegunAgain()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { [Name] = content });
        folder.Write($"cifar-10-batches-bin/{Name}.part", new byte[1000]);

        await FetchAsync(server);

        AssertStored();
        Assert.Equal([$"{Name} from 1000", Name], server.Requests);
    }

    [Fact]
    public async Task Archive_WhereTorchvisionLeavesIt_IsUsedWithoutADownload()
    {
        using var server = new FileServer([]);
        var path = folder.Write(Name, content);

        await FetchAsync(server);

        AssertStored();
        Assert.Empty(server.Requests);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Server_Unreachable_IsNamed()
    {
        var archive = new WebArchive(new Uri(FileServer.DeadAddress(), Name), "cifar-10-batches-py") { MostBytes = 1 << 20 };
        var fetcher = new DatasetFetcher(_ => [new WebArchiveSource(archive, requiresHttps: false)], notes);

        var error = await Assert.ThrowsAsync<DatasetException>(
            () => fetcher.FetchAsync(TinyCifar.Entry, folder.FullPath, cancellation: TestContext.Current.CancellationToken));

        Assert.EndsWith("or, to be unpacked by the next fetch, cifar-10-python.tar.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains(notes.Items, note => note.StartsWith($"{archive.Address}: unreachable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Archive_ThatIsAWebPage_IsRefused()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { [Name] = [.. "<html>"u8] });

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(server));

        Assert.Contains("it is neither a tar.gz nor a zip archive", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.FullPath, "cifar-10-batches-bin")));
    }

    [Fact]
    public void Archive_WithoutHttps_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new WebArchiveSource(new("http://example.org/a.zip", "a") { MostBytes = 1 }));

    private Task FetchAsync(FileServer server, IProgress<FetchProgress>? progress = null)
    {
        var archive = new WebArchive(new Uri(server.Address, Name), "cifar-10-batches-py") { MostBytes = 1 << 20 };
        return new DatasetFetcher(_ => [new WebArchiveSource(archive, requiresHttps: false)], notes)
            .FetchAsync(TinyCifar.Entry, folder.FullPath, progress, TestContext.Current.CancellationToken);
    }

    private void AssertStored()
    {
        var bin = Path.Combine(folder.FullPath, "cifar-10-batches-bin");
        Assert.Equal(TinyCifar.Labels.Keys.Select(batch => batch + ".bin"), Directory.EnumerateFiles(bin).Select(Path.GetFileName).Order());
        foreach (var batch in TinyCifar.Labels.Keys)
            Assert.Equal(TinyCifar.Binary(batch), File.ReadAllBytes(Path.Combine(bin, batch + ".bin")));
    }
}
