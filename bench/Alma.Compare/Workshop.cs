using System.Diagnostics;

namespace Alma.Compare;

/// <summary>A folder in which processes run and are measured, each in an empty folder of its own; all of it is gone afterwards.</summary>
internal sealed class Workshop : IDisposable
{
    // $0: where to write what the process took and printed.
    private const string Measure = $"exec /usr/bin/time -o \"$0.time\" -f '{ProcessFigures.Format}' \"$@\" >\"$0.output\" 2>&1 </dev/null";
    private const string OnOutput = "exec bash -c \"$1\" <\"$0.output\"";
    private readonly string root = Directory.CreateTempSubdirectory("alma-compare-").FullName;

    public Workshop()
    {
        if (!File.Exists("/usr/bin/time"))
            throw new ComparisonException("there is no /usr/bin/time here; on Debian: apt-get install time");
    }

    /// <summary>The folder in which the process of this name runs.</summary>
    public string FolderOf(string name) => Path.Combine(root, name, "folder");

    /// <exception cref="ComparisonException">It failed.</exception>
    public ProcessFigures Run(string name, params string[] command)
    {
        if (Directory.Exists(Path.Combine(root, name))) Directory.Delete(Path.Combine(root, name), recursive: true);
        Directory.CreateDirectory(FolderOf(name));
        if (Bash(name, Measure, command).ExitCode != 0)
            throw new ComparisonException(
                $"this failed: {string.Join(' ', command)}\n{string.Join('\n', File.ReadLines(Mark(name) + ".output").TakeLast(5))}");
        return ProcessFigures.Parse(File.ReadAllText(Mark(name) + ".time"));
    }

    /// <summary>Runs a command in the folder in which the process of this name ran, on what that printed.</summary>
    /// <returns>What the command printed.</returns>
    /// <exception cref="ComparisonException">It failed.</exception>
    public string Ask(string name, string command)
    {
        var (exitCode, output) = Bash(name, OnOutput, [command]);
        return exitCode == 0 ? output : throw new ComparisonException($"this failed, on what {name} printed: {command}");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Mark(string name) => Path.Combine(root, name, "process");

    private (int ExitCode, string Output) Bash(string name, string script, string[] words)
    {
        var start = new ProcessStartInfo("bash", ["-c", script, Mark(name), .. words])
        {
            WorkingDirectory = FolderOf(name),
            RedirectStandardOutput = true
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
