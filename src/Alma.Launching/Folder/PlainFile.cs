using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Alma.Launching.Folder;

/// <summary>Tells files from what has only their names: links, devices, pipes. To open those could hang, or lead out of a folder.</summary>
internal static class PlainFile
{
    private const int OfCurrentFolder = -100; // AT_FDCWD
    private const int WithoutFollowingLinks = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeAlone = 1; // STATX_TYPE
    private const int ModeAt = 28; // of stx_mode in struct statx, on every architecture
    private const int TypeBits = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether there is a file at the path, and no link to one.</summary>
    public static bool IsOne(string path) => File.Exists(path) && new FileInfo(path).LinkTarget is null && IsRegular(path);

    /// <summary>Whether it is a file below the folder, and no link leads to it from there.</summary>
    public static bool IsBelow(string folder, string path)
    {
        var (root, whole) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, Path.GetFullPath(path));
        if (!whole.StartsWith(root, StringComparison.Ordinal) || !IsOne(whole)) return false;
        for (var above = Path.GetDirectoryName(whole)!; above.Length > root.Length; above = Path.GetDirectoryName(above)!)
            if (new DirectoryInfo(above).LinkTarget is not null) return false;
        return true;
    }

    private static bool IsRegular(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        var answer = new byte[256];
        return Status(OfCurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), WithoutFollowingLinks, TypeAlone, answer) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)) & TypeBits) == Regular;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, byte[] answer);
}
