using System.Formats.Tar;
using Alma.Data.Fetching;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests.Fetching;

/// <summary>Archives whose headers lie: each is unpacked or refused in words, in little memory.</summary>
public sealed class DamagedArchiveTests : IDisposable
{
    private const string Folder = "package";
    private const long MostAllocated = 4 << 20;

    private static readonly byte[] values = [0, (byte)' ', (byte)'7', (byte)'9', 0x80, 0xFF];

    private readonly TemporaryFolder into = new();

    public void Dispose() => into.Dispose();

    public static TheoryData<TarEntryFormat, string> Formats => new()
    {
        { TarEntryFormat.Pax, "package/a" },
        { TarEntryFormat.Gnu, "package/a" },
        { TarEntryFormat.Gnu, "package/" + new string('n', 200) }, // takes a header for its long name
        { TarEntryFormat.Ustar, "package/a" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Tar_WithAByteOfItsHeadersChanged_IsUnpackedOrRefused(TarEntryFormat format, string name)
    {
        var tar = Tar(format, name);
        var refused = 0;
        for (var at = 0; at < Math.Min(tar.Length, 1024); at += 13)
            foreach (var value in values)
                if (!await IsUnpackedAsync(Repaired(Changed(tar, at, value)))) refused++;

        Assert.InRange(refused, 1, int.MaxValue);
    }

    [Theory]
    [InlineData('L', "00000200001")]
    [InlineData('K', "17777777777")]
    [InlineData('x', "17777777777")]
    [InlineData('g', "77777777777")]
    public async Task Tar_WithAHugeHeader_IsRefusedBeforeAnyMemoryIsTaken(char type, string octalSize)
    {
        var tar = Changed(Tar(TarEntryFormat.Ustar, "package/a"), 156, (byte)type);
        for (var k = 0; k < octalSize.Length; k++) tar[124 + k] = (byte)octalSize[k];

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => UnpackAsync(IdxBytes.Gzip(Repaired(tar))));

        Assert.Contains("its archive has a header of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_WithAByteChanged_IsUnpackedOrRefused()
    {
        var zip = ArchiveBytes.Zip([new("package/a", [1, 2, 3]), new("package/b", new byte[100])]);
        var refused = 0;
        for (var at = 0; at < zip.Length; at += 3)
            foreach (var value in values)
                if (!await IsReadAsync(Changed(zip, at, value))) refused++;

        Assert.InRange(refused, 1, int.MaxValue);
    }

    private Task<bool> IsUnpackedAsync(byte[] tar) => IsReadAsync(IdxBytes.Gzip(tar));

    private async Task<bool> IsReadAsync(byte[] archive)
    {
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            await UnpackAsync(archive);
            return true;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or DatasetException)
        {
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostAllocated);
        }
    }

    private Task UnpackAsync(byte[] archive) => new DatasetArchive("archive", Folder, 1 << 20).UnpackAsync(
        new MemoryStream(archive), ["a", "b"], into.FullPath, TestContext.Current.CancellationToken);

    private static byte[] Tar(TarEntryFormat format, string name)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                _ => new UstarTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream([1, 2, 3]);
            writer.WriteEntry(entry);
        }
        return archive.ToArray();
    }

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    // The checksum of the first header made right again, so that the change is met and not the checksum.
    private static byte[] Repaired(byte[] tar)
    {
        for (var k = 148; k < 156; k++) tar[k] = (byte)' ';
        var sum = Convert.ToString(tar.Take(512).Sum(value => (int)value), 8).PadLeft(6, '0');
        for (var k = 0; k < 6; k++) tar[148 + k] = (byte)sum[k];
        tar[154] = 0;
        return tar;
    }
}
