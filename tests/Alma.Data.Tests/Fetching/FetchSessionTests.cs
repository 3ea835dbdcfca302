using Alma.Data.Fetching;

namespace Alma.Data.Tests.Fetching;

public sealed class FetchSessionTests
{
    [Fact]
    public async Task Content_LongerThanTheFile_IsReadOneByteTooFarAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        using var content = new MemoryStream(new byte[1 << 20]);
        var file = TinyDataset.Files.TestLabels;
        var session = new FetchSession(folder.FullPath, progress: null, notes: null);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => session.StoreAsync(file, "source", content, TestContext.Current.CancellationToken));

        Assert.Equal(file.ByteCount + 1, content.Position);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }
}
