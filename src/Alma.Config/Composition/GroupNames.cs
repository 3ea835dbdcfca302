using System.Text.RegularExpressions;

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

/// <summary><c>${group}</c> in an item of <c>defaults</c>: the option that the group has.</summary>
internal static partial class GroupReference
{
    public static string Replace(string text, IReadOnlyDictionary<string, string?> known, Origin at) => Reference().Replace(text, found =>
    {
        var key = found.Groups["key"].Value.Trim();
        return known.TryGetValue(key, out var option) && option is not null
            ? option
            : throw ConfigException.At(
                at,
                $"${{{key}}} refers to no group that the defaults choose an option of. {Spelling.Advice(key, [.. known.Keys], "groups")}");
    });

    [GeneratedRegex(@"\$\{(?<key>[^{}]*)\}")]
    private static partial Regex Reference();
}
