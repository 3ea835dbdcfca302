using Alma.Files;

namespace Alma.Data.Fetching;

/// <summary>A web server that has every file of a dataset, gzipped, below one address.</summary>
internal sealed class MirrorSource : IDatasetSource
{
    private readonly Uri address;

    /// <param name="address">Ends in a slash.</param>
    /// <param name="requiresHttps">False only where a test serves the files itself.</param>
    public MirrorSource(Uri address, bool requiresHttps = true)
    {
        if (requiresHttps && address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"{address} is not HTTPS.", nameof(address));
        this.address = address;
    }

    public string Name => address.ToString();

    public async Task BringAsync(IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation)
    {
        try
        {
            foreach (var file in wanted)
                await session.AttemptAsync(Name, () => DownloadAsync(file, session, cancellation));
        }
        catch (HttpRequestException e)
        {
            // It would not answer for the other files either.
            throw new DatasetException($"unreachable ({e.Message})", e);
        }
    }

    private Task DownloadAsync(DatasetFile file, FetchSession session, CancellationToken cancellation)
    {
        var name = file.Name + ".gz";
        var download = new RepeatedDownload(new Uri(address, name), Path.Combine(session.Folder, name), mostBytes: file.ByteCount + 65_536);
        return download.RunAsync(file.Name, Name, session, part => StoreAsync(part, file, session, cancellation), cancellation);
    }

    private async Task StoreAsync(string part, DatasetFile file, FetchSession session, CancellationToken cancellation)
    {
        await using var content = GzipContent.Open(RegularFile.Open(part));
        await session.StoreAsync(file, Name, content, cancellation);
    }
}
