using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Alma.Files;

/// <summary>
/// Tells regular files from what would make a reader wait, or lead a writer elsewhere. .NET itself tells folders and links alone.
/// </summary>
public static class FileKinds
{
    internal const int ResultLength = 256; // of statx(2); macOS' is shorter
    internal const uint AllOfAFile = 0x7ff; // STATX_BASIC_STATS
    private const int ModeInStatX = 28; // the same on all machines
    private const int ModeInStat = 4; // macOS
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int OfDescriptor = 0x1000;
    private const uint TypeAndNumber = 0x101;
    private const int NotThere = 2; // ENOENT
    private const int NoFolderThere = 20; // ENOTDIR

    /// <summary>What stands at the path itself, be it a link.</summary>
    public static FileKind Of(string path) => Of(path, follow: false);

    /// <summary>What the path leads to, through all links.</summary>
    public static FileKind OfTarget(string path) => Of(path, follow: true);

    /// <summary>As it is called in a sentence.</summary>
    public static string Noun(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Link => "a link",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        FileKind.Device => "a device",
        _ => "no regular file",
    };

    /// <summary>Whether the file that is open is the one at the path, and no link leads to it.</summary>
    internal static bool IsAt(string path, SafeFileHandle open)
    {
        if (OperatingSystem.IsWindows()) return true;
        var (at, opened) = (new byte[ResultLength], new byte[ResultLength]);
        if (Look(path, follow: false, at) != 0 || Look(open, opened) != 0) return false;
        // stx_ino, stx_dev
        return OperatingSystem.IsLinux()
            ? at.AsSpan(32, 8).SequenceEqual(opened.AsSpan(32, 8)) && at.AsSpan(136, 8).SequenceEqual(opened.AsSpan(136, 8))
            : at.AsSpan(0, 4).SequenceEqual(opened.AsSpan(0, 4)) && at.AsSpan(8, 8).SequenceEqual(opened.AsSpan(8, 8)); // st_dev, st_ino
    }

    internal static FileKind Of(SafeFileHandle open)
    {
        var result = new byte[ResultLength];
        return !OperatingSystem.IsWindows() && Look(open, result) == 0 ? OfMode(result) : FileKind.Unknown;
    }

    private static FileKind Of(string path, bool follow)
    {
        if (OperatingSystem.IsWindows()) return OnWindows(path, follow);
        if (path.Length == 0 || path.Contains('\0')) return FileKind.None;
        var result = new byte[ResultLength];
        if (Look(path, follow, result) == 0) return OfMode(result);
        return Marshal.GetLastPInvokeError() is NotThere or NoFolderThere ? FileKind.None : FileKind.Unknown;
    }

    private static int Look(string path, bool follow, byte[] result)
    {
        var name = Encoding.UTF8.GetBytes(path + '\0');
        if (OperatingSystem.IsLinux()) return StatX(CurrentFolder, name, follow ? 0 : NoFollow, TypeAndNumber, result);
        return follow ? Stat(name, result) : StatLink(name, result);
    }

    private static int Look(SafeFileHandle open, byte[] result) => Look(open, TypeAndNumber, result);

    /// <param name="mask">What is asked for, on Linux.</param>
    internal static int Look(SafeFileHandle open, uint mask, byte[] result)
    {
        var descriptor = (int)open.DangerousGetHandle();
        return OperatingSystem.IsLinux() ? StatX(descriptor, [0], OfDescriptor, mask, result) : StatDescriptor(descriptor, result);
    }

    private static FileKind OfMode(byte[] result) =>
        (BitConverter.ToUInt16(result, OperatingSystem.IsLinux() ? ModeInStatX : ModeInStat) & 0xF000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            0x2000 or 0x6000 => FileKind.Device,
            _ => FileKind.Unknown,
        };

    private static FileKind OnWindows(string path, bool follow)
    {
        var file = new FileInfo(path);
        if (!file.Exists && !Directory.Exists(path)) return FileKind.None;
        if (!follow && file.LinkTarget is not null) return FileKind.Link;
        return Directory.Exists(path) ? FileKind.Folder : (file.Attributes & FileAttributes.Device) != 0 ? FileKind.Device : FileKind.File;
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] result);

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, byte[] result);

    [DllImport("libc", EntryPoint = "lstat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatLink(byte[] path, byte[] result);

    [DllImport("libc", EntryPoint = "fstat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatDescriptor(int descriptor, byte[] result);
}
