namespace Alma.Learning.Datasets.Fetching;

/// <summary>A web server that has every file of a dataset, gzipped, below one address.</summary>
internal sealed class MirrorSource : IDatasetSource
{
    private const int Attempts = 3;

    // Two mirrors that a dead network swallows must not keep a user waiting for more than a few seconds.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

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

    // A part left by any mirror is carried on, since the checksum of the whole says whether the pieces fit: more than an ETag could.
    private async Task DownloadAsync(DatasetFile file, FetchSession session, CancellationToken cancellation)
    {
        var partPath = Path.Combine(session.Folder, file.Name + ".gz.part");
        var download = new PartialDownload(Http, new Uri(address, file.Name + ".gz"), partPath, mostBytes: file.ByteCount + 65_536);
        for (var attempt = 1; ; attempt++)
        {
            var carriesOn = download.BytesDone > 0;
            try
            {
                await download.TransferAsync((done, total) => session.Report(file, Name, done, total), cancellation);
                await using (var content = GzipContent.Open(File.OpenRead(partPath)))
                    await session.StoreAsync(file, Name, content, cancellation);
                File.Delete(partPath);
                return;
            }
            catch (InvalidDataException e)
            {
                File.Delete(partPath);
                if (!carriesOn || attempt == Attempts) throw;
                session.Note($"{Name}: {e.Message}; starting {file.Name} again from its first byte");
            }
            catch (IOException e) when (attempt < Attempts)
            {
                session.Note($"{Name}: {e.Message}; carrying on with {file.Name} from byte {download.BytesDone}");
            }
        }
    }
}
