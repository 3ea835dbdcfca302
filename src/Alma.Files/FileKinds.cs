using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Alma.Files;

/// <summary>Tells regular files from what would make a reader wait, or lead a writer elsewhere. .NET itself tells folders and links alone.</summary>
public static class FileKinds
{
    private const int ResultLength = 256; // of statx(2); macOS' is shorter
    private const int ModeInStatX = 28; // the same on all machines
    private const int ModeInStat = 4; // macOS
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int OfDescriptor = 0x1000;
    private const uint TypeAlone = 1;
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

    internal static FileKind Of(SafeFileHandle open)
    {
        var result = new byte[ResultLength];
        var descriptor = (int)open.DangerousGetHandle();
        if (OperatingSystem.IsLinux()) return StatX(descriptor, [0], OfDescriptor, TypeAlone, result) == 0 ? OfMode(result, ModeInStatX) : FileKind.Unknown;
        return OperatingSystem.IsMacOS() && StatDescriptor(descriptor, result) == 0 ? OfMode(result, ModeInStat) : FileKind.Unknown;
    }

    private static FileKind Of(string path, bool follow)
    {
        if (OperatingSystem.IsWindows()) return OnWindows(path, follow);
        var (name, result) = (Encoding.UTF8.GetBytes(path + '\0'), new byte[ResultLength]);
        var failed = OperatingSystem.IsLinux() ? StatX(CurrentFolder, name, follow ? 0 : NoFollow, TypeAlone, result) : follow ? Stat(name, result) : StatLink(name, result);
        if (failed != 0) return Marshal.GetLastPInvokeError() is NotThere or NoFolderThere ? FileKind.None : FileKind.Unknown;
        return OfMode(result, OperatingSystem.IsLinux() ? ModeInStatX : ModeInStat);
    }

    private static FileKind OfMode(byte[] result, int position) => (BitConverter.ToUInt16(result, position) & 0xF000) switch
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
