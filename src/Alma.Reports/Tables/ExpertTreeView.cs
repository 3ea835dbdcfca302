using Alma.Runs.Experts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>For each mixture layer the tree of its experts, with the share of the test set that each one answers.</summary>
public static class ExpertTreeView
{
    private const int PercentWidth = 8;

    public static IRenderable Of(IReadOnlyList<ExpertTree> layers) => new Rows(layers.Select(Of));

    private static Tree Of(ExpertTree layer)
    {
        var tree = new Tree(new Text(layer.Layer)) { Guide = new Branches() };
        var nodes = layer.Root.Children.Count == 0 ? [layer.Root] : layer.Root.Children;
        Add(nodes, tree, LabelWidth(nodes));
        return tree;
    }

    private static void Add(IEnumerable<ExpertNode> nodes, IHasTreeNodes parent, int labelWidth)
    {
        foreach (var node in nodes)
        {
            var label = $"{Label(node).PadRight(labelWidth)}  {Units.Percent(node.Usage).PadLeft(PercentWidth)}  ";
            Add(node.Children, parent.AddNode(new UsageLine(label, node.Usage)), labelWidth - Branches.Width);
        }
    }

    /// <summary>Room for the widest label, so that the bars of all levels begin in one column.</summary>
    private static int LabelWidth(IReadOnlyList<ExpertNode> nodes) =>
        nodes.Count == 0 ? 0 : nodes.Max(node => Math.Max(Label(node).Length, Branches.Width + LabelWidth(node.Children)));

    private static string Label(ExpertNode node) => node.Path.Length == 0 ? "only expert" : node.Path;
}
