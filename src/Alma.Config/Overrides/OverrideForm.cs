using System.Text.RegularExpressions;

namespace Alma.Config.Overrides;

/// <summary>An override, taken apart: sign, key, package and value.</summary>
internal sealed partial record OverrideForm(string Sign, string Key, string? Package, OverrideTerm? Term, Origin Origin)
{
    /// <exception cref="ConfigException">It is no override.</exception>
    public static OverrideForm Read(string text)
    {
        var origin = Origin.OnCommandLine(text);
        var match = Form().Match(text);
        var (sign, value) = (match.Groups["sign"].Value, match.Groups["value"]);
        if (!match.Success || (sign != "~" && !value.Success)) throw ConfigException.At(origin, Override.Grammar);
        var package = match.Groups["package"] is { Success: true } given ? given.Value : null;
        return new OverrideForm(
            sign, match.Groups["key"].Value, package, value.Success ? OverrideReader.Read(value.Value, origin) : null, origin);
    }

    [GeneratedRegex(
        @"^(?<sign>\+\+|\+|~|)(?<key>[\w$-]+(?:\.[\w$-]+)*|[\w-]+(?:/[\w-]+)+)(?:@(?<package>[\w$-]*(?:\.[\w$-]+)*))?(?:=(?<value>.*))?\z",
        RegexOptions.Singleline)]
    private static partial Regex Form();
}
