using System.Globalization;
using Alma.Data.Stores;
using Alma.Reports;

namespace Alma.Cli.Display;

/// <summary>Shows an import: a bar on a terminal, and in the end what came of it.</summary>
internal static class ImportDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);

    /// <param name="expected">Examples there are, where that is known.</param>
    /// <param name="import">The work, given whom to tell of examples read.</param>
    public static void Show(string name, long? expected, Func<IProgress<long>, ImportResult> import)
    {
        ImportResult? result = null;
        if (Terminal.IsInteractive)
        {
            var (list, bar) = (new BarList(), new Bar(name));
            list.Add(bar);
            LiveScreen.Show(
                () => list.View(LiveScreen.Width, LiveScreen.Height), interval,
                () => result = import(new Counted(count => list.Change(bar, of => Advance(of, count, expected)))));
        }
        else result = import(new Counted(_ => { }));
        Tell(result!);
    }

    private static void Advance(Bar bar, long count, long? expected)
    {
        bar.Fraction = expected is > 0 and { } all ? Math.Min(1, (double)count / all) : null;
        bar.Note = $"{Units.Count(count)} examples, {Units.Count((long)(count / Math.Max(0.1, bar.Seconds)))}/s";
    }

    private static void Tell(ImportResult result)
    {
        foreach (var warning in result.Warnings) Console.Error.WriteLine($"warning: {Printable.Of(warning)}");
        foreach (var dump in result.Added)
        {
            var left = dump.Unlabelled > 0 ? $", {dump.Unlabelled} without a label left out" : "";
            Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{dump.Name}: {dump.Count:N0} examples, {dump.TestCount:N0} of them to test on{left}"));
        }

        Terminal.Out.WriteLine(
            $"{result.Store.Name}: {Units.Bytes(result.Store.ByteCount)}, {result.Store.Manifest.Classes.Count} classes, "
            + $"in {result.Store.FullPath}");
        Terminal.Out.WriteLine($"To learn from it: {CommandName.Text} run own/mlp data={result.Store.Name}");
    }

    private sealed class Counted(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
