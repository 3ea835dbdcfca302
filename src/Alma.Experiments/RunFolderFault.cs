using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Experiments;

/// <summary>Faults of the disk that a run folder is on: it is full, went away, or may not be written.</summary>
internal static class RunFolderFault
{
    public static bool Matches(Exception failure) => failure is IOException or UnauthorizedAccessException or RunFolderException;

    /// <summary>What to tell the user, or null when a run failed for another reason.</summary>
    public static string? Explanation(RunFolder folder, Exception failure) => failure is IOException or UnauthorizedAccessException
        ? $"The run cannot be written: {failure.Message.TrimEnd('.')}. What {folder.Path} held is kept; once that is mended, resume it."
        : null;

    /// <summary>Removes the folder of a run that could not even be begun, so that the same command can be given again.</summary>
    public static void RemoveBegun(RunLock held)
    {
        try
        {
            File.Delete(held.Folder.ManifestFile);
            File.Delete(held.Folder.ConfigFile);
        }
        catch (Exception fault) when (Matches(fault))
        {
            // What made it fail is told; this would only be its echo.
        }
        finally
        {
            held.Dispose();
        }
    }
}
