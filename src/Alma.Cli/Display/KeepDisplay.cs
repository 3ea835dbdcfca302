using System.Globalization;
using Alma.Experiments;
using Alma.Keeping;
using Alma.Keeping.Inboxes;
using Alma.Keeping.Promotion;
using Alma.Reports;
using Alma.Runs;

namespace Alma.Cli.Display;

/// <summary>Shows a run without an end: a line for each dump that comes, its training as any run's, and a line when it waits.</summary>
internal sealed class KeepDisplay : IKeepWatcher
{
    public void Taken(TakenDump dump) => Tell(dump);

    public void Learning(KeptDump dump, Action<IRunWatcher> work)
    {
        Terminal.Out.WriteLine($"Learning from {dump.Name}");
        RunDisplay.Show(work);
    }

    public void Decided(PromotionOutcome outcome)
    {
        if (outcome.Result == PromotionResult.Failed) Console.Error.WriteLine($"warning: {Printable.Of(outcome.Text)}");
        else Terminal.Out.WriteLine(outcome.Text);
        if (outcome.Warning is { } warning) Console.Error.WriteLine($"warning: {Printable.Of(warning)}");
    }

    public void Waiting(RunKeeping keeping)
    {
        var learned = keeping.Dumps is [.., var last]
            ? $"Learned from {Units.Count(keeping.Dumps.Count)} dump{(keeping.Dumps.Count == 1 ? "" : "s")}, last {last.Name}."
            : "Learned from no dump yet.";
        Terminal.Out.WriteLine(keeping.Once ? learned : $"{learned} Waiting {keeping.NextStep}");
    }

    /// <summary>Says what became of a dump of an inbox.</summary>
    public static void Tell(TakenDump dump)
    {
        switch (dump.Outcome)
        {
            case DumpOutcome.Imported:
                TellImported(dump);
                break;
            case DumpOutcome.TakenBefore:
                Terminal.Out.WriteLine($"{dump.Entry.Name} was imported before, and is now in {dump.Path}");
                break;
            case DumpOutcome.Rejected:
                Console.Error.WriteLine(
                    $"warning: {Printable.Of(dump.Entry.Name)} is no dump, and is now in {Printable.Of(dump.Path!)}: "
                    + Printable.Of(dump.Problem!));
                break;
            case DumpOutcome.Held:
                Console.Error.WriteLine($"note: {Printable.Of(dump.Problem!)} {Printable.Of(dump.Entry.Name)} is taken after that.");
                break;
            case DumpOutcome.Arriving:
            default:
                break; // it is being written
        }
    }

    private static void TellImported(TakenDump taken)
    {
        foreach (var warning in taken.Result!.Warnings) Console.Error.WriteLine($"warning: {Printable.Of(warning)}");
        foreach (var dump in taken.Result.Added)
            Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{dump.Name}: {dump.Count:N0} examples, {dump.TestCount:N0} of them to test on"));
    }
}
