using Alma.Runs.Experts;

namespace Alma.Reports.Html.OneRun;

/// <summary>A mixture layer as the page draws it: what is below its root, or its only expert.</summary>
internal sealed record ExpertLayer(string Layer, IReadOnlyList<ShownExpert> Nodes)
{
    public static ExpertLayer Of(LayerExperts tree) =>
        new(tree.Layer, tree.Root.Children.Count == 0 ? [ShownExpert.Of(tree.Root)] : [.. tree.Root.Children.Select(ShownExpert.Of)]);
}
