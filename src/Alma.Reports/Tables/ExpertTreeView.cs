using Alma.Runs;
using Alma.Runs.Experts;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>For each mixture layer the tree of its experts, with the share of the test set that each one answers.</summary>
public static class ExpertTreeView
{
    private const int PercentWidth = 8;

    public static IRenderable Of(IReadOnlyList<LayerExperts> layers) => new UsageLines([.. layers.SelectMany(Of)]);

    private static IEnumerable<UsageLine> Of(LayerExperts layer)
    {
        var nodes = layer.Root.Children.Count == 0 ? [layer.Root] : layer.Root.Children;
        return [new UsageLine([], PrintableText.Line(layer.Layer), null), .. Branches(nodes, [], LabelWidth(nodes))];
    }

    private static IEnumerable<UsageLine> Branches(IReadOnlyList<ExpertNode> nodes, IReadOnlyList<bool> above, int labelWidth)
    {
        foreach (var node in nodes)
        {
            IReadOnlyList<bool> path = [.. above, node == nodes[^1]];
            yield return new UsageLine(
                path, $"{OneLine.Padded(Label(node), labelWidth)}  {Units.Percent(node.Usage).PadLeft(PercentWidth)}", node.Usage);
            foreach (var line in Branches(node.Children, path, labelWidth - UsageLine.BranchWidth)) yield return line;
        }
    }

    /// <summary>Room for the widest label, so that the bars of all levels begin in one column.</summary>
    private static int LabelWidth(IReadOnlyList<ExpertNode> nodes) =>
        nodes.Count == 0 ? 0 : nodes.Max(node => Math.Max(Cells.Width(Label(node)), UsageLine.BranchWidth + LabelWidth(node.Children)));

    private static string Label(ExpertNode node) => node.Path.Length == 0 ? "only expert" : PrintableText.Line(node.Path);
}
