using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Alma.Files;

/// <summary>
/// A regular file that is read at places of it, from several threads at once. What is open stays as it is, even if somebody removes it
/// meanwhile. It is read and not mapped into memory: a disk that fails, or a file that gets shorter, is then an error of the read and
/// not the end of the process, and what was read counts as memory of the system, which it takes back when it is needed.
/// </summary>
public sealed class PositionedFile : IDisposable
{
    private const int WillNeed = 3; // POSIX_FADV_WILLNEED
    private const int DontNeed = 4; // POSIX_FADV_DONTNEED

    private readonly FileStream file;

    private PositionedFile(FileStream file) => (this.file, Length) = (file, file.Length);

    /// <inheritdoc cref="RegularFile.Open" path="/exception"/>
    public static PositionedFile Open(string path) => new(RegularFile.Open(path));

    /// <summary>Bytes that it had when it was opened.</summary>
    public long Length { get; }

    /// <summary>What tells whether it was written since; null where the system does not say.</summary>
    public FileStamp? Stamp => FileStamp.Of(Handle);

    private SafeFileHandle Handle => file.SafeFileHandle;

    /// <summary>Reads as many bytes as there is room for, from a place on.</summary>
    /// <exception cref="EndOfStreamException">There are not so many.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public void Read(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(Handle, bytes, offset);
            if (read == 0) throw new EndOfStreamException($"it ends at {offset} bytes");
            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <summary>
    /// Tells the system that a part is about to be read. On Linux the disk begins at once and works at many parts in one go, which a read
    /// after the other never lets it; elsewhere nothing is done.
    /// </summary>
    public void Announce(long offset, long length)
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess) _ = Advise(Handle, offset, length, WillNeed);
    }

    /// <summary>
    /// Has the system drop what it holds of the file in memory, so that it is read from the disk again. Best effort, on Linux alone.
    /// </summary>
    public void Forget()
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess) _ = Advise(Handle, 0, 0, DontNeed);
    }

    public void Dispose() => file.Dispose();

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(SafeFileHandle file, long offset, long length, int advice);
}
