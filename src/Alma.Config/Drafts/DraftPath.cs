using System.Globalization;

namespace Alma.Config.Drafts;

/// <summary>Steps from a section to a key or from a list to an item, and what to say when a step leads nowhere.</summary>
internal static class DraftPath
{
    public static DraftNode? Child(DraftNode node, string step) => node switch
    {
        DraftMapping mapping => mapping.Find(step)?.Value,
        DraftSequence sequence => Item(sequence, step) is { } index ? sequence.Items[index] : null,
        _ => null,
    };

    public static int? Item(DraftSequence sequence, string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sequence.Items.Count ? index : null;

    /// <summary>Which step from <paramref name="node"/>, which stands at <paramref name="path"/>, would have been right.</summary>
    public static string Advice(DraftNode node, string path, string step) => node switch
    {
        DraftMapping mapping => Spelling.Advice(step, mapping.Keys, prefix: path.Length == 0 ? "" : path + "."),
        DraftSequence { Items.Count: 0 } => $"'{path}' is an empty list.",
        DraftSequence sequence => $"'{path}' is a list: valid are 0 to {sequence.Items.Count - 1}.",
        _ => $"'{path}' is a single value: it has no keys.",
    };
}
