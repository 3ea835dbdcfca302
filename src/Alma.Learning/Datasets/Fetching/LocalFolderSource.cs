namespace Alma.Learning.Datasets.Fetching;

/// <summary>A folder of this machine that a Debian package fills.</summary>
internal sealed class LocalFolderSource(DebianPackage package) : IDatasetSource
{
    public string Name => $"Debian package {package.Name}";

    public async Task BringAsync(IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation)
    {
        if (!Directory.Exists(package.Folder))
            throw new DatasetException($"{package.Folder} is not there; on Debian or Ubuntu run `apt-get install {package.Name}`");
        foreach (var file in wanted)
            await session.AttemptAsync(Name, () => CopyAsync(file, session, cancellation));
    }

    private async Task CopyAsync(DatasetFile file, FetchSession session, CancellationToken cancellation)
    {
        var path = DatasetFolder.CandidatesIn(package.Folder, file).FirstOrDefault(File.Exists)
            ?? throw new DatasetException($"no {file.Name} in {package.Folder}");
        await using var content = GzipContent.Open(File.OpenRead(path));
        await session.StoreAsync(file, Name, content, cancellation);
        session.Report(file, Name, file.ByteCount, file.ByteCount);
    }
}
