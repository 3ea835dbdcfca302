namespace Alma.Data.Fetching;

/// <summary>A folder that a Debian package fills.</summary>
internal sealed class DebianPackageSource(DebianPackage package) : IDatasetSource
{
    public string Name => $"Debian package {package.Name}";

    public Task BringAsync(IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation) =>
        Directory.Exists(package.Folder)
            ? new LocalFolder(package.Folder).BringAsync(wanted, Name, session, cancellation)
            : throw new DatasetException($"{package.Folder} is not there; on Debian or Ubuntu run `apt-get install {package.Name}`");
}
