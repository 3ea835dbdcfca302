using System.Globalization;
using System.Text;

namespace Alma.Runs.Experts;

/// <summary>
/// Trees of experts as Markdown, for TensorBoard: a list per mixture layer, with the share of the test set that each expert answers.
/// </summary>
internal static class ExpertMarkdown
{
    // Python's Markdown, which TensorBoard uses, takes no fewer for a list in a list.
    private const int SpacesPerLevel = 4;

    public static string Of(IEnumerable<LayerExperts> layers)
    {
        var text = new StringBuilder();
        foreach (var layer in layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"**{layer.Layer}**\n\n");
            foreach (var node in layer.Root.Children.Count == 0 ? [layer.Root] : layer.Root.Children) Add(text, node, 0);
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    private static void Add(StringBuilder text, ExpertNode node, int depth)
    {
        var label = node.Path.Length == 0 ? "only expert" : $"`{node.Path}`";
        text.Append(' ', SpacesPerLevel * depth).Append(CultureInfo.InvariantCulture, $"- {label}: {100 * node.Usage:F2} %\n");
        foreach (var child in node.Children) Add(text, child, depth + 1);
    }
}
