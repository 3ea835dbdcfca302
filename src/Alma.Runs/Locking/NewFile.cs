using Alma.Files;

namespace Alma.Runs.Locking;

/// <summary>Makes a file where there is none, which only one of several processes can.</summary>
internal static class NewFile
{
    // What .NET reports of a file that is there: EEXIST, and Windows' word for it. To ask again would be to ask too late.
    private static readonly int[] isThere = [17, unchecked((int)0x80070050)];

    /// <summary>The file, open and empty, or null where one is there. It is opened without a lock of the operating system's.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return OwnFile.Create(path, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException refused) when (isThere.Contains(refused.HResult))
        {
            return null;
        }
    }
}
