using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Alma.Files;

/// <summary>
/// The one place that opens files to write. What is written stays in the folder it is meant for, whoever has prepared that folder: a new
/// file is made where there is none, one that is there is opened itself, and a link is never followed.
/// </summary>
public static class OwnFile
{
    private const int BufferLength = 1 << 16;
    private const int MaxAttempts = 100;
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes a file where there is nothing, not even a link.</summary>
    /// <exception cref="IOException">Something is there.</exception>
    public static FileStream Create(string path, FileShare share = FileShare.Read) => Create(path, share, BufferLength);

    /// <summary>Opens a file at its start, and makes it where there is none.</summary>
    /// <exception cref="UnfitFileException">It is a link, or no regular file.</exception>
    public static FileStream OpenOrCreate(string path) => OpenOrCreate(path, FileShare.Read);

    /// <summary>Opens a text to write on at its end, and makes it where there is none.</summary>
    /// <inheritdoc cref="OpenOrCreate(string)"/>
    public static StreamWriter Append(string path)
    {
        var file = OpenOrCreate(path);
        file.Seek(0, SeekOrigin.End);
        return new StreamWriter(file, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>The same without a buffer, for who must know of each piece whether there was room for it.</summary>
    /// <inheritdoc cref="OpenOrCreate(string)"/>
    public static FileStream AppendAtOnce(string path)
    {
        var file = OpenOrCreate(path, FileShare.ReadWrite | FileShare.Delete, bufferLength: 0);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    /// <summary>
    /// Opens a file that is written anew; a link or whatever else is in its place is removed, and nothing that a link names is touched.
    /// </summary>
    /// <exception cref="IOException">Another process of ours is writing it.</exception>
    public static FileStream Replace(string path)
    {
        if (FileKinds.Of(path) is not (FileKind.None or FileKind.File or FileKind.Folder or FileKind.Unknown)) File.Delete(path);
        var file = OpenOrCreate(path, FileShare.None);
        file.SetLength(0);
        return file;
    }

    /// <summary>Opens a file that is there, to bring it to the disk or to read and write it.</summary>
    /// <inheritdoc cref="OpenOrCreate(string)" path="/exception"/>
    public static FileStream Open(string path) => Open(path, FileShare.Read);

    /// <summary>Refuses a path that leaves a folder by a link on its way. The last name is the caller's to open or to replace.</summary>
    /// <param name="root">The folder, which may itself be reached by a link: its user has named it.</param>
    /// <exception cref="UnfitFileException">A folder between it and the path is a link.</exception>
    public static void RefuseLinks(string root, string path)
    {
        if (FirstLink(root, path) is { } link) throw UnfitFileException.OfLink(link);
    }

    /// <summary>Whether a folder between a folder and the path is a link.</summary>
    public static bool IsThroughLink(string root, string path) => FirstLink(root, path) is not null;

    private static string? FirstLink(string root, string path)
    {
        var steps = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var reached = root;
        foreach (var step in steps.SkipLast(1))
        {
            reached = Path.Combine(reached, step);
            if (FileKinds.Of(reached) == FileKind.Link) return reached;
        }

        return null;
    }

    /// <summary>Opens what is written into and not replaced: a pipe that somebody reads, or a device.</summary>
    /// <exception cref="IOException">Nobody reads the pipe.</exception>
    public static FileStream Into(string path)
    {
        // Held until the pipe is open again: its reader would take the end of the only writer for the end of all.
        using var held = FileKinds.OfTarget(path) == FileKind.Pipe ? WaitForReader(path) : null;
        return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferLength);
    }

    /// <summary>Opens a file that only one process has at a time and that is gone when it is closed.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static FileStream Claim(string path)
    {
        RefuseUnfit(path);
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferLength, FileOptions.DeleteOnClose);
    }

    private static FileStream Create(string path, FileShare share, int bufferLength) =>
        new(path, FileMode.CreateNew, FileAccess.ReadWrite, share, bufferLength);

    // To open a pipe that nobody reads would wait for ever, and no signal would end that.
    private static SafeFileHandle WaitForReader(string path)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += pause)
        {
            if (Descriptor.TryOpenPipe(path) is { } pipe) return pipe;
            Thread.Sleep(pause);
        }

        throw new IOException($"{path} is a pipe that nobody reads.");
    }

    private static FileStream OpenOrCreate(string path, FileShare share, int bufferLength = BufferLength)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FileKinds.Of(path) == FileKind.None ? Create(path, share, bufferLength) : Open(path, share, bufferLength);
            }
            catch (Exception moved)
                when (attempt < MaxAttempts && moved is FileNotFoundException or IOException { HResult: 17 or unchecked((int)0x80070050) })
            {
                // Another process has made or removed it in between.
            }
        }
    }

    // .NET's own stream names the file in what it says of a full disk. Whether it is that file is looked at before, and once it is open.
    private static FileStream Open(string path, FileShare share, int bufferLength = BufferLength)
    {
        RefuseUnfit(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferLength);
        try
        {
            return FileKinds.IsAt(path, file.SafeFileHandle) ? file : throw UnfitFileException.OfLink(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void RefuseUnfit(string path)
    {
        var kind = FileKinds.Of(path);
        if (kind == FileKind.Link) throw UnfitFileException.OfLink(path);
        if (kind is not (FileKind.None or FileKind.File or FileKind.Unknown)) throw UnfitFileException.OfKind(path, kind);
    }
}
