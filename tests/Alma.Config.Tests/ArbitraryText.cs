using FsCheck;
using FsCheck.Fluent;

namespace Alma.Config.Tests;

/// <summary>Texts made of the pieces that parsers stumble over, for property tests.</summary>
internal static class ArbitraryText
{
    private static readonly string[] pieces =
    [
        "a", "b", ".", "..", ":", ": ", "- ", "\n", "\n  ", "\t", " ", ",", "=", "+", "++", "~", "'", "\"", "\\", "\\'", "#", " #",
        "[", "]", "{", "}", "(", ")", "${", "${a}", "${.b}", "}", "$", "&x ", "*x", "!!int ", "!", "?", "|\n", ">", "%", "@", "`",
        "<<: ", "---", "...",
        "0", "1", "1.", "1e5", "0x", "0b1", ":30", "_", "-", "null", "true", "nan", ".inf",
        "hydra", "defaults", "oc.env:", "é", "漢", "😀", "\u2028", "\u0007",
    ];

    public static Gen<string> Broken { get; } = Gen.Elements(pieces).ListOf().Select(string.Concat);

    /// <summary>Any text that a file or a command line can hold: no halves of surrogate pairs.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Broken,
        ArbMap.Default.GeneratorFor<NonNull<string>>()
            .Select(text => text.Get)
            .Where(text => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD)));
}
