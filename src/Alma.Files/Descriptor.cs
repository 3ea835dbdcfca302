using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Alma.Files;

/// <summary>Opens files that are there so that it never has to wait, as .NET does for a pipe, and knows what it has opened.</summary>
internal static class Descriptor
{
    private const int ReadAlone = 0;
    private const int WriteAlone = 1;
    private const int Interrupted = 4; // EINTR

    private static readonly bool isMac = OperatingSystem.IsMacOS();

    private static int NeverWaiting => isMac ? 0x4 : 0x800;

    private static int ForThisProcess => isMac ? 0x1000000 : 0x80000;

    private static int NoTerminal => isMac ? 0x20000 : 0x100;

    public static SafeFileHandle OpenToRead(string path) => Regular(Open(path, ReadAlone), path);

    /// <summary>A pipe to write into, or null where nobody reads it.</summary>
    public static SafeFileHandle? TryOpenPipe(string path)
    {
        try
        {
            return Open(path, WriteAlone);
        }
        catch (UnfitFileException)
        {
            return null; // ENXIO
        }
    }

    private static SafeFileHandle Regular(SafeFileHandle file, string path)
    {
        var kind = FileKinds.Of(file);
        if (kind is FileKind.File or FileKind.Unknown) return file;
        file.Dispose();
        throw UnfitFileException.OfKind(path, kind);
    }

    private static SafeFileHandle Open(string path, int access)
    {
        if (path.Length == 0 || path.Contains('\0')) throw new FileNotFoundException($"'{path}' is no path.");
        var name = Encoding.UTF8.GetBytes(path + '\0');
        while (true)
        {
            var descriptor = OpenDescriptor(name, access | NeverWaiting | ForThisProcess | NoTerminal);
            if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
            if (Marshal.GetLastPInvokeError() is var error and not Interrupted) throw Refusal(path, error);
        }
    }

    // In .NET's words and types, by which callers tell a file that is missing from one that may not be read.
    private static Exception Refusal(string path, int error)
    {
        var full = Path.GetFullPath(path);
        return error switch
        {
            2 when Directory.Exists(Path.GetDirectoryName(full)) => new FileNotFoundException($"Could not find file '{full}'.", full),
            2 or 20 => new DirectoryNotFoundException($"Could not find a part of the path '{full}'."),
            1 or 13 => new UnauthorizedAccessException($"Access to the path '{full}' is denied."),
            6 => UnfitFileException.OfKind(path, FileKinds.OfTarget(path)),
            21 => UnfitFileException.OfKind(path, FileKind.Folder),
            _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{full}'", error),
        };
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDescriptor(byte[] path, int flags);
}
