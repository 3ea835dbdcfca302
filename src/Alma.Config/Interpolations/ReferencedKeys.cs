using Alma.Config.Drafts;

namespace Alma.Config.Interpolations;

/// <summary>
/// The top-level keys that the interpolations in a draft refer to, as written: also those that are never resolved
/// because they stand in the section <c>hydra</c> or because an override replaces them.
/// </summary>
internal static class ReferencedKeys
{
    public static IEnumerable<string> In(DraftNode node) => node switch
    {
        DraftMapping mapping => mapping.Entries.SelectMany(entry => In(entry.Value)),
        DraftSequence sequence => sequence.Items.SelectMany(In),
        DraftScalar { Value: string text } => In(text),
        _ => [],
    };

    private static IEnumerable<string> In(string text)
    {
        if (text.Length > TreeLimit.LongestText) return []; // as below
        try
        {
            return [.. InterpolatedText.Split(text).Where(part => part.IsExpression)
                .SelectMany(part => In(part.Text).Prepend(part.Text.Split('.', '[')[0].Trim()))];
        }
        catch (FormatException)
        {
            // Refused where it is resolved; in the section hydra it has no effect.
            return [];
        }
    }
}
