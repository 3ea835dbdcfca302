using Alma.Runs.Experts;

namespace Alma.Reports.Html.OneRun;

/// <summary>An expert as the page draws it, or a gate with what is below it.</summary>
internal sealed record ShownExpert(string Path, double Usage, IReadOnlyList<ShownExpert> Below)
{
    public static ShownExpert Of(ExpertNode node) => new(node.Path, node.Usage, [.. node.Children.Select(Of)]);
}
