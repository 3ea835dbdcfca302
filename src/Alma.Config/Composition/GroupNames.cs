using Alma.Config.Drafts;

namespace Alma.Config.Composition;

/// <summary>Names of options as they were written: <c>50</c> and <c>007</c> name files.</summary>
internal static class GroupNames
{
    /// <summary>The option or options, none for null; or null where it is neither.</summary>
    public static IReadOnlyList<string>? Of(DraftNode node) => node switch
    {
        DraftScalar { Value: null } => [],
        DraftScalar one => [one.Text],
        DraftSequence list when list.Items.All(item => item is DraftScalar) =>
            [.. list.Items.OfType<DraftScalar>().Where(item => item.Value is not null).Select(item => item.Text)],
        _ => null,
    };
}
