using Alma.Reports.Summary;
using Alma.Reports.Tables;
using Alma.Runs;

namespace Alma.Cli.Display;

/// <summary>What a run came to: a table per megabatch, the tree of experts if there is one, and where to look next.</summary>
internal static class RunEnding
{
    public static void Print(RunFolder folder, string recipe)
    {
        var summary = RunSummary.Read(folder);
        Terminal.Out.WriteLine();
        Terminal.Out.Write(SummaryTable.Of(summary));
        if (summary.Experts.Count > 0)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.WriteLine("Experts, with the part of the test set that each answers:");
            Terminal.Out.Write(ExpertTreeView.Of(summary.Experts));
        }
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine($"Look at:  {CommandName.Text} report {folder.Path}  or  tensorboard --logdir {folder.Path}");
        Terminal.Out.WriteLine(recipe == Recipes.First
            ? $"Try next: {CommandName.Text} run mnist/test_usage_gmoe n_megabatches=2 replay=1  or  {CommandName.Text} config list"
            : $"Compare:  {CommandName.Text} runs");
    }
}
