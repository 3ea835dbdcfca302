using Microsoft.Win32.SafeHandles;

namespace Alma.Files;

/// <summary>
/// What the system knows of a file that changes whenever somebody writes to it or puts another in its place: as long as all of it is equal,
/// the file has not been written by a program.
/// </summary>
/// <param name="Inode">Its number on its file system: another file has another.</param>
/// <param name="Modified">When its content was last written, ns since 1970. A program can set it.</param>
/// <param name="Changed">When anything of it was last changed, be it a name or a time, ns since 1970. No program can set it.</param>
public readonly record struct FileStamp(long Bytes, ulong Inode, long Modified, long Changed)
{
    private const long NsOfASecond = 1_000_000_000;

    /// <returns>Null where the system does not tell: only Linux is asked.</returns>
    internal static FileStamp? Of(SafeFileHandle open)
    {
        var result = new byte[FileKinds.ResultLength];
        return OperatingSystem.IsLinux() && FileKinds.Look(open, FileKinds.AllOfAFile, result) == 0
            ? new((long)BitConverter.ToUInt64(result, 40), BitConverter.ToUInt64(result, 32), Time(result, 112), Time(result, 96))
            : null;
    }

    // struct statx_timestamp
    private static long Time(byte[] result, int place) =>
        (BitConverter.ToInt64(result, place) * NsOfASecond) + BitConverter.ToUInt32(result, place + sizeof(long));
}
