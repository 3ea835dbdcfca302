using Alma.Reports.Queries;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Cli.Commands;

/// <summary>The runs that a command which takes none is about, and what it says of damaged ones.</summary>
internal static class RunStores
{
    /// <exception cref="RunFolderException">A word names no run.</exception>
    public static RunStore Read(string[]? words) => RunStore.Read(
        RunSelection.Find(words is { Length: > 0 } ? words : [RunPath.Root]), advice: "'alma query --schema' shows the tables.");

    /// <summary>Does work that Ctrl-C and SIGTERM break off, so that nothing of it is left behind.</summary>
    public static async Task<int> InterruptibleAsync(Action<CancellationToken> work)
    {
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() =>
        {
            work(interruption.Token);
            return Task.FromResult(0);
        });
    }

    public static void Warn(RunStore store)
    {
        foreach (var problem in store.Problems) Console.Error.WriteLine($"warning: {Printable.Of(problem)}");
    }
}
