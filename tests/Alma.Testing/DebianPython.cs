using System.Diagnostics;

namespace Alma.Testing;

/// <summary>Runs programs by Debian's Python, which has what apt installs (python3-torch, python3-onnx).</summary>
public static class DebianPython
{
    private const string Path = "/usr/bin/python3";

    /// <summary>Whether it can import these modules.</summary>
    public static bool Has(params string[] modules) => Run($"import {string.Join(", ", modules)}").ExitCode == 0;

    /// <returns>What it printed, with its errors where it failed; exit code -1 where there is no such Python.</returns>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        if (!File.Exists(Path)) return (-1, "");
        var start = new ProcessStartInfo(Path, ["-c", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + (process.ExitCode == 0 ? "" : errors.Result));
    }
}
