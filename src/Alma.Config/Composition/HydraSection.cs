using Alma.Config.Drafts;
using Alma.Config.Interpolations;
using Alma.Config.Overrides;

namespace Alma.Config.Composition;

/// <summary>
/// The section that configures Hydra itself. It is accepted and has no effect, except that a top-level key it refers
/// to (<c>${partition}</c>) is a variable and no misspelt option.
/// </summary>
internal static class HydraSection
{
    public const string Key = "hydra";

    public static bool IsMeantBy(Override change) =>
        change.Key == Key || change.Key.StartsWith("hydra.", StringComparison.Ordinal) || change.Key.StartsWith("hydra/", StringComparison.Ordinal);

    public static IEnumerable<string> ReferencedKeys(DraftNode node) => node switch
    {
        DraftMapping mapping => mapping.Entries.SelectMany(entry => ReferencedKeys(entry.Value)),
        DraftSequence sequence => sequence.Items.SelectMany(ReferencedKeys),
        DraftScalar { Value: string text } => ReferencedKeys(text),
        _ => [],
    };

    private static IEnumerable<string> ReferencedKeys(string text)
    {
        try
        {
            return [.. InterpolatedText.Split(text).Where(part => part.IsExpression)
                .SelectMany(part => ReferencedKeys(part.Text).Prepend(part.Text.Split('.', '[')[0].Trim()))];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
