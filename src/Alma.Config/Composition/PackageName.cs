using System.Text.RegularExpressions;

namespace Alma.Config.Composition;

/// <summary>Where a file's keys come to stand: a dotted path, empty for the top level.</summary>
internal static partial class PackageName
{
    public const string Global = "_global_";

    /// <summary>What comes after <c>_global_</c> counts from the top.</summary>
    public static string Joined(string parent, string own)
    {
        var joined = parent.Length == 0 || own.Length == 0 ? parent + own : $"{parent}.{own}";
        var global = joined.LastIndexOf(Global, StringComparison.Ordinal);
        return global < 0 ? joined : joined[(global + Global.Length)..].TrimStart('.');
    }

    /// <summary>What the line <c># @package NAME</c> among the comments above a file's keys says, always from the top; or null.</summary>
    public static string? InHeader(string yaml)
    {
        foreach (var line in yaml.Split('\n').Select(line => line.Trim()))
        {
            if (line.Length > 0 && !line.StartsWith('#')) return null;
            if (Header().Match(line) is not { Success: true } header) continue;
            var name = header.Groups["name"].Value;
            return name == "_group_" ? null : name.StartsWith(Global, StringComparison.Ordinal) ? name : $"{Global}.{name}";
        }

        return null;
    }

    [GeneratedRegex(@"^#+\s*@package\s+(?<name>\S+)\z")]
    private static partial Regex Header();
}
