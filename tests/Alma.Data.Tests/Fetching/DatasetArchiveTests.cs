using System.Formats.Tar;
using Alma.Data.Fetching;

namespace Alma.Data.Tests.Fetching;

public sealed class DatasetArchiveTests : IDisposable
{
    private const string Folder = "package/data";

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder archives = new();
    private readonly ReportList<string> notes = new();

    public void Dispose()
    {
        folder.Dispose();
        archives.Dispose();
    }

    [Fact]
    public async Task Zip_WithGzippedFiles_IsUnpackedPlain()
    {
        var files = TinyDataset.Content.Keys.ToDictionary(name => $"{Folder}/{name}.gz", TinyDataset.Gzipped);

        await BringAsync(ArchiveBytes.Zip(files));

        foreach (var (name, content) in TinyDataset.Content)
            Assert.Equal(content, File.ReadAllBytes(Path.Combine(folder.FullPath, name)));
    }

    [Fact]
    public async Task File_WrongInTheArchive_IsNotedAndTheOthersAreStored()
    {
        var files = TinyDataset.Content.ToDictionary();
        files["test-images"] = [1, 2, 3];

        await BringAsync(ArchiveBytes.TarGz(files, Folder));

        Assert.Equal(["test-labels", "train-images", "train-labels"], Stored());
        Assert.Contains(notes.Items, note => note.Contains("test-images has 3 bytes uncompressed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_InAnotherFolderOfTheArchive_IsNotTaken()
    {
        await BringAsync(ArchiveBytes.TarGz(TinyDataset.Content, "package/other"));

        Assert.Empty(Stored());
    }

    public static TheoryData<string, TarEntryType, string> UnsafeEntries => new()
    {
        { "package/../../evil", TarEntryType.RegularFile, "a path out of its folder" },
        { "package/data/..\\evil", TarEntryType.RegularFile, "a path out of its folder" },
        { "/etc/evil", TarEntryType.RegularFile, "a path out of its folder" },
        { "package/data/train-images", TarEntryType.SymbolicLink, "a SymbolicLink" },
        { "package/data/train-images", TarEntryType.HardLink, "a HardLink" },
    };

    [Theory]
    [MemberData(nameof(UnsafeEntries))]
    public async Task Tar_WithAnUnsafeEntry_IsRefused(string name, TarEntryType type, string why)
    {
        var entry = new PaxTarEntry(type, name);
        if (type != TarEntryType.RegularFile) entry.LinkName = "/etc/passwd";

        await AssertRefusedAsync(
            ArchiveBytes.TarGz([entry, .. TinyDataset.Content.Select(file => ArchiveBytes.File($"{Folder}/{file.Key}", file.Value))]), why);
    }

    [Theory]
    [InlineData("package/../../evil", 0x81A4, "a path out of its folder")]
    [InlineData("/etc/evil", 0x81A4, "a path out of its folder")]
    [InlineData("package/data/train-images", 0xA1FF, "a link or a device")]
    public async Task Zip_WithAnUnsafeEntry_IsRefused(string name, int unixMode, string why) =>
        await AssertRefusedAsync(ArchiveBytes.Zip([new(name, [1])], new() { [name] = unixMode }), why);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Archive_ThatUnpacksToTooMuch_IsRefused(bool isZip)
    {
        var bulk = new Dictionary<string, byte[]> { ["train-images"] = new byte[100_000] };
        var archive = isZip
            ? ArchiveBytes.Zip(bulk.Select(file => KeyValuePair.Create($"{Folder}/{file.Key}", file.Value)))
            : ArchiveBytes.TarGz(bulk, Folder);

        await Assert.ThrowsAsync<InvalidDataException>(() => BringAsync(archive, 50_000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Archive_Truncated_IsRefused(bool isZip)
    {
        var archive = isZip
            ? ArchiveBytes.Zip(TinyDataset.Content.Select(file => KeyValuePair.Create($"{Folder}/{file.Key}", file.Value)))
            : ArchiveBytes.TarGz(TinyDataset.Content, Folder);

        await Assert.ThrowsAsync<InvalidDataException>(() => BringAsync(archive[..(archive.Length / 2)]));
        Assert.Empty(Stored());
    }

    private async Task AssertRefusedAsync(byte[] archive, string why)
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => BringAsync(archive));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Empty(Stored());
    }

    private Task BringAsync(byte[] archive, long limit = 1 << 20) =>
        new DatasetArchive(archives.Write("archive", archive), Folder, limit).BringAsync(
            TinyDataset.Files.All, "archive", new FetchSession(folder.FullPath, null, notes), TestContext.Current.CancellationToken);

    private IEnumerable<string?> Stored() => Directory.EnumerateFileSystemEntries(folder.FullPath).Select(Path.GetFileName).Order();
}
