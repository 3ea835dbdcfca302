namespace Alma.Data.Fetching;

/// <summary>A folder of this machine that holds files of a dataset, in whatever form.</summary>
internal sealed class LocalFolder(string path)
{
    /// <summary>Stores those of the wanted files that are there; each that fails is told to the session.</summary>
    public async Task BringAsync(IReadOnlyList<DatasetFile> wanted, string source, FetchSession session, CancellationToken cancellation)
    {
        foreach (var file in wanted)
            await session.AttemptAsync(source, () => CopyAsync(file, source, session, cancellation));
    }

    private async Task CopyAsync(DatasetFile file, string source, FetchSession session, CancellationToken cancellation)
    {
        var stored = StoredFile.In(path, file) ?? throw new DatasetException($"no {file.Name} in it");
        await using var content = GzipContent.Open(stored.Open());
        await session.StoreAsync(file, source, content, cancellation);
        session.Report(file.Name, source, file.ByteCount, file.ByteCount);
    }
}
