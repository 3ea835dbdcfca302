using System.Diagnostics;

namespace Alma.Testing;

/// <summary>
/// Writes shell scripts that can be run at once. A file that this process has open for writing, be it for a moment, is also open in any
/// process that another test is starting, and until that has begun the system refuses to run it ("Text file busy"). So another process
/// writes the one that is run.
/// </summary>
public static class ExecutableFile
{
    /// <returns>The path.</returns>
    public static string Write(string path, string script)
    {
        var text = path + ".text";
        File.WriteAllText(text, script);
        using var install = Process.Start("install", ["-m", "755", text, path]);
        install.WaitForExit();
        File.Delete(text);
        return install.ExitCode == 0 ? path : throw new IOException($"{path} could not be made executable.");
    }
}
