using Alma.Reports.Watching;

namespace Alma.Cli.Display;

/// <summary>Prints what has changed in runs that are watched, each time they were looked at.</summary>
internal sealed class WatchedLines
{
    private readonly Dictionary<string, WatchedRun> printed = new(StringComparer.Ordinal);

    public void Print(IEnumerable<WatchedRun> runs)
    {
        foreach (var run in runs)
        {
            foreach (var line in WatchLines.Of(printed.GetValueOrDefault(run.Name), run)) Console.Out.WriteLine(line);
            printed[run.Name] = run;
        }
    }
}
