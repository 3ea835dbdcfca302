using System.Text;

namespace Alma.Files;

/// <summary>
/// The one place that opens files to read. Only a regular file is one: a pipe, a device, a socket or a folder is refused at once, and of a
/// file that is read whole the caller says how large it may be.
/// </summary>
public static class RegularFile
{
    private const int BufferLength = 1 << 16;

    /// <summary>Opens a file that others may be writing, or replacing.</summary>
    /// <exception cref="IOException">It is missing, or no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path) => OperatingSystem.IsWindows()
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferLength)
        : new FileStream(Descriptor.OpenToRead(path), FileAccess.Read, BufferLength);

    /// <summary>All of a file.</summary>
    /// <param name="most">The bytes that it may have.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] Bytes(string path, long most)
    {
        using var file = Open(path);
        if (file.Length > most) throw UnfitFileException.TooLarge(path, most);
        using var content = new MemoryStream((int)file.Length);
        var block = new byte[BufferLength];
        // files of the system tell no length, and others may grow
        for (int read; (read = file.Read(block)) > 0; content.Write(block, 0, read))
            if (content.Length + read > most) throw UnfitFileException.TooLarge(path, most);
        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    /// <summary>All of a text, in UTF-8 unless its first bytes say otherwise.</summary>
    /// <inheritdoc cref="Bytes"/>
    public static string Text(string path, long most)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes(path, most)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The lines of a text.</summary>
    /// <inheritdoc cref="Bytes"/>
    public static IReadOnlyList<string> Lines(string path, long most) =>
        Text(path, most).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
