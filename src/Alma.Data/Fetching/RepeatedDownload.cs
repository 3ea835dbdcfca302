namespace Alma.Data.Fetching;

/// <summary>
/// A download that is carried on where it broke off, and begun again once if what came of that is wrong. A part that another server left
/// is carried on too: the checksum of the whole says whether the pieces fit, more than an ETag could.
/// </summary>
/// <param name="address">What is downloaded.</param>
/// <param name="path">Where it would lie; until it is used it lies in the same place with <c>.part</c>.</param>
/// <param name="mostBytes">What it can have.</param>
internal sealed class RepeatedDownload(Uri address, string path, long mostBytes)
{
    private const int Attempts = 3;

    // Two servers that a dead network swallows must not keep a user waiting for more than a few seconds.
    private static readonly HttpClient http = new(SecureRedirects.Connecting(TimeSpan.FromSeconds(2)))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly string partPath = path + ".part";

    /// <param name="name">What is downloaded, for those who watch.</param>
    /// <param name="source">Where from, for those who watch.</param>
    /// <param name="session">The fetch.</param>
    /// <param name="use">Checks and stores what lies at the path it is given, which is deleted afterwards.</param>
    /// <param name="cancellation">Leaves the part for the next fetch.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task RunAsync(string name, string source, FetchSession session, Func<string, Task> use, CancellationToken cancellation)
    {
        var download = new PartialDownload(http, address, partPath, mostBytes);
        for (var attempt = 1; ; attempt++)
        {
            var carriesOn = download.BytesDone > 0;
            try
            {
                await download.TransferAsync((done, total) => session.Report(name, source, done, total), cancellation);
                await use(partPath);
                File.Delete(partPath);
                return;
            }
            catch (InvalidDataException e)
            {
                File.Delete(partPath);
                if (!carriesOn || attempt == Attempts) throw;
                session.Note($"{source}: {e.Message}; starting {name} again from its first byte");
            }
            catch (IOException e) when (attempt < Attempts)
            {
                session.Note($"{source}: {e.Message}; carrying on with {name} from byte {download.BytesDone}");
            }
        }
    }
}
