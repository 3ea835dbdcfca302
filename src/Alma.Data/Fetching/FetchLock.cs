using Alma.Files;

namespace Alma.Data.Fetching;

/// <summary>Lets one process at a time fetch into a folder; the others wait, and then find the files there.</summary>
internal static class FetchLock
{
    // What .NET reports for a file that another process holds: Linux's and macOS's EWOULDBLOCK, Windows' sharing violation.
    private static readonly int[] heldByAnother = [11, 35, unchecked((int)0x80070020)];

    private static readonly TimeSpan poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits its turn. Disposing the result gives the folder free, as does the end of the process.</summary>
    public static async Task<IDisposable> AcquireAsync(string folder, IProgress<string>? notes, CancellationToken cancellation)
    {
        for (var waited = false; ; waited = true)
        {
            try
            {
                // Deleting it can, in a blink, let two in at once: each then writes files of its own, and the part file opens for one only.
                return OwnFile.Claim(Path.Combine(folder, ".fetch.lock"));
            }
            catch (IOException e) when (heldByAnother.Contains(e.HResult))
            {
                if (!waited) notes?.Report($"Another fetch into {folder} is under way: waiting for it.");
                await Task.Delay(poll, cancellation);
            }
        }
    }
}
