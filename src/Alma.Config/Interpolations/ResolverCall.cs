using Alma.Config.Overrides;

namespace Alma.Config.Interpolations;

/// <summary>
/// An interpolation that calls a resolver, such as <c>${oc.env:NAME,default}</c>: what stands between the braces, taken apart.
/// </summary>
internal sealed record ResolverCall(string Name, string Arguments)
{
    /// <summary>A colon outside nested interpolations makes an expression a call.</summary>
    public static bool IsIn(string expression)
    {
        var colon = expression.IndexOf(':', StringComparison.Ordinal);
        var nested = expression.IndexOf("${", StringComparison.Ordinal);
        return colon >= 0 && (nested < 0 || colon < nested);
    }

    public static ResolverCall Of(string expression)
    {
        var colon = expression.IndexOf(':', StringComparison.Ordinal);
        return new ResolverCall(expression[..colon].Trim(), expression[(colon + 1)..].Trim());
    }

    /// <summary>The arguments, before the interpolations in them are resolved.</summary>
    public IReadOnlyList<ConfigNode> Read(Origin origin) => Arguments.Length == 0 ? [] : OverrideReader.ReadArguments(Arguments, origin);

    /// <summary>A name and perhaps a default, which may be any text.</summary>
    public IReadOnlyList<ConfigNode> ReadNameAndText(Origin origin)
    {
        try
        {
            if (Read(origin) is { Count: <= 2 } read) return read;
        }
        catch (ConfigException)
        {
            // Text that is no value of the grammar, such as a(b).
        }

        return [.. Arguments.Split(',', 2, StringSplitOptions.TrimEntries).Select(part => ConfigScalar.Of(part.Trim('\'', '"'), origin))];
    }
}
