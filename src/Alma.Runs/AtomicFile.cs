using System.Text;
using Alma.Files;

namespace Alma.Runs;

/// <summary>Writes a file so that, whenever the process is killed, its name holds either the old content or all of the new.</summary>
public static class AtomicFile
{
    /// <summary>Writes aside in the same folder, brings that to the disk and renames it into place.</summary>
    /// <remarks>
    /// The name aside is always the same, so what a killed process left there is overwritten by the next write. A link in either place is
    /// replaced; what it names stays as it is.
    /// </remarks>
    /// <param name="keep">The name that the old content gets; null drops it. Killed in between, there may be only that.</param>
    /// <param name="within">The run's or sweep's folder that the file is to stay in: no folder between may be a link.</param>
    public static void Write(string path, Action<Stream> write, string? keep = null, string? within = null)
    {
        if (within is not null) OwnFile.RefuseLinks(within, path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var aside = TemporaryPath(path);
        var stream = OwnFile.Replace(aside);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (keep is not null && File.Exists(path)) File.Move(path, keep, overwrite: true);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            Remove(aside);
            throw;
        }

        FolderSync.Flush(folder);
    }

    /// <summary>Where a library that writes files by itself is to write what <see cref="Commit"/> then puts into place.</summary>
    internal static string TemporaryPath(string path) => path + ".tmp";

    /// <summary>Brings what was written aside to the disk and renames it into place.</summary>
    internal static void Commit(string path)
    {
        var aside = TemporaryPath(path);
        using (var stream = OwnFile.Open(aside)) stream.Flush(flushToDisk: true);
        File.Move(aside, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    // A disk that fails may refuse this too: what made the write fail is what must be told.
    private static void Remove(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="within">As <see cref="Write"/> takes it.</param>
    public static void WriteText(string path, string text, string? within = null) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), within: within);
}
