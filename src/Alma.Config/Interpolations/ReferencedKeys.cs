
namespace Alma.Config.Interpolations;

/// <summary>
/// The top-level keys that the interpolations in a composed tree refer to, as written: also those that are never resolved
/// because they stand in the section <c>hydra</c> or because an override replaces them.
/// </summary>
internal static class ReferencedKeys
{
    public static IEnumerable<string> In(ConfigNode node) => node switch
    {
        ConfigMapping mapping => mapping.Entries.SelectMany(entry => In(entry.Value)),
        ConfigSequence sequence => sequence.Items.SelectMany(In),
        ConfigScalar { Value: string text } => In(text),
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
