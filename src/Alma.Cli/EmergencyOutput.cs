using System.Runtime.InteropServices;
using System.Text;

namespace Alma.Cli;

/// <summary>Says one sentence on the standard error output, also where not even the console can be opened any more.</summary>
internal static class EmergencyOutput
{
    private const int ErrorOutput = 2;

    public static void WriteLine(string sentence)
    {
        try
        {
            Console.Error.WriteLine(sentence);
        }
#pragma warning disable CA1031 // Whatever the console lacks, the sentence is said.
        catch (Exception)
#pragma warning restore CA1031
        {
            WriteWithoutConsole(sentence);
        }
    }

    private static void WriteWithoutConsole(string sentence)
    {
        if (OperatingSystem.IsWindows()) return;
        var bytes = Encoding.UTF8.GetBytes(sentence + '\n');
        _ = Write(ErrorOutput, bytes, bytes.Length);
    }

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nint count);
}
