namespace Alma.EndToEnd.Tests.Programs;

/// <summary>The lines that a running program has printed so far, which another thread can wait for.</summary>
internal sealed class PrintedLines
{
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(20);
    private readonly List<string> lines = [];
    private readonly Lock gate = new();

    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate) return [.. lines];
        }
    }

    /// <param name="line">Null, as a process's events give it, when there are no more.</param>
    public void Add(string? line)
    {
        if (line is null) return;
        lock (gate) lines.Add(line);
    }

    /// <returns>Whether a line that contains the text came in time.</returns>
    public bool WaitFor(string text, TimeSpan longest)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!Have(text))
        {
            if (TimeProvider.System.GetElapsedTime(start) > longest) return false;
            Thread.Sleep(pause);
        }
        return true;
    }

    private bool Have(string text)
    {
        lock (gate) return lines.Exists(line => line.Contains(text, StringComparison.Ordinal));
    }
}
