using System.Text.RegularExpressions;

namespace Alma.Config.Composition;

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
