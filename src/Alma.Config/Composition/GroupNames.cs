
namespace Alma.Config.Composition;

/// <summary>Names of options as they were written: <c>50</c> and <c>007</c> name files.</summary>
internal static class GroupNames
{
    /// <summary>The option or options, none for null; or null where it is neither.</summary>
    public static IReadOnlyList<string>? Of(ConfigNode node) => node switch
    {
        ConfigScalar { Value: null } => [],
        ConfigScalar one => [one.Text],
        ConfigSequence list when list.Items.All(item => item is ConfigScalar) =>
            [.. list.Items.OfType<ConfigScalar>().Where(item => item.Value is not null).Select(item => item.Text)],
        _ => null,
    };
}
