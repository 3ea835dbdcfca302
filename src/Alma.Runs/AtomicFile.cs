using System.Text;

namespace Alma.Runs;

/// <summary>Writes a file so that, whenever the process is killed, its name holds either the old content or all of the new.</summary>
public static class AtomicFile
{
    /// <summary>Writes aside in the same folder, brings that to the disk and renames it into place.</summary>
    /// <remarks>The name aside is always the same, so what a killed process left there is overwritten by the next write.</remarks>
    /// <param name="keep">The name that the old content gets; null drops it. Killed in between, there may be only that.</param>
    public static void Write(string path, Action<Stream> write, string? keep = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var aside = Aside(path);
        var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None);
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

    /// <summary>Where a library that writes files by itself is to write what <see cref="Place"/> then puts into place.</summary>
    public static string Aside(string path) => path + ".tmp";

    /// <summary>Brings what was written aside to the disk and renames it into place.</summary>
    public static void Place(string path)
    {
        var aside = Aside(path);
        using (var stream = new FileStream(aside, FileMode.Open, FileAccess.ReadWrite)) stream.Flush(flushToDisk: true);
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
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
