using Alma.Config.Yaml;

namespace Alma.Config.Interpolations;

/// <summary><c>${oc.env:NAME,default}</c>, and the older <c>${env:NAME,default}</c>, which also types what it reads.</summary>
internal static class EnvironmentVariable
{
    private static readonly string[] Resolvers = ["oc.env", "env"];

    /// <summary>A colon outside nested interpolations makes an expression a call of a resolver.</summary>
    public static bool IsIn(string expression)
    {
        var colon = expression.IndexOf(':', StringComparison.Ordinal);
        var nested = expression.IndexOf("${", StringComparison.Ordinal);
        return colon >= 0 && (nested < 0 || colon < nested);
    }

    /// <summary>The variable that a call reads, where it is set; null where it is not, or is none of the environment's.</summary>
    public static string? NameOfSet(string expression) =>
        Halves(expression, ':') is (var resolver, { } argument) && Resolvers.Contains(resolver) && Environment.GetEnvironmentVariable(Halves(argument, ',').Head) is not null
            ? Halves(argument, ',').Head
            : null;

    public static ConfigScalar Read(string expression, string path, Origin origin)
    {
        var (resolver, argument) = Halves(expression, ':');
        if (!Resolvers.Contains(resolver))
        {
            var advice = Spelling.Advice(resolver, Resolvers, "resolvers");
            throw ConfigException.At(
                origin, $"{path}: ${{{expression}}} calls the resolver '{resolver}', which is not known here. {advice}");
        }

        var (name, fallback) = Halves(argument!, ',');
        var text = Environment.GetEnvironmentVariable(name)
            ?? fallback?.Trim('\'', '"')
            ?? throw ConfigException.At(
                origin, $"{path}: the environment variable '{name}' is not set. Give a default with ${{{resolver}:{name},DEFAULT}}.");
        var isNull = fallback == "null" && Environment.GetEnvironmentVariable(name) is null;
        return new ConfigScalar(path, origin, isNull ? null : resolver == "env" ? YamlScalarType.Resolve(text) : text);
    }

    private static (string Head, string? Tail) Halves(string text, char separator) =>
        text.Split(separator, 2) is [var first, var rest] ? (first.Trim(), rest.Trim()) : (text.Trim(), null);
}
