using System.Diagnostics;

namespace Alma.Crashing;

/// <summary>The program <c>alma</c>, started for real in a folder. Disposing kills it.</summary>
internal sealed class AlmaProcess : IDisposable
{
    private static readonly string program = Path.Combine(AppContext.BaseDirectory, "alma.dll");
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(30);

    private readonly Process process;
    private readonly List<string> errors = [];

    public AlmaProcess(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // As the script ./alma sets them.
        (start.Environment["OMP_WAIT_POLICY"], start.Environment["GLIBC_TUNABLES"]) = (
            "passive", "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0");
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, received) =>
        {
            if (received.Data is { } line) errors.Add(line);
        };
        Watch = Stopwatch.StartNew();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Since it was started.</summary>
    public Stopwatch Watch { get; }

    public bool HasEnded => process.HasExited;

    /// <summary>Waits for its own end.</summary>
    /// <returns>What was wrong, or null where it ended well.</returns>
    public string? WaitForEnd()
    {
        if (!process.WaitForExit(patience)) return $"it had not ended after {patience}";
        process.WaitForExit(); // until all it said is read
        return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {string.Join(" / ", errors.TakeLast(5))}";
    }

    /// <summary>Kills it with SIGKILL.</summary>
    /// <returns>Whether that, and nothing else, ended it.</returns>
    public bool Kill()
    {
        process.Kill();
        process.WaitForExit();
        return process.ExitCode == 128 + 9;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
