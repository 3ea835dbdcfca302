using System.Security.Cryptography;
using System.Text;

namespace Alma.Launching.Definitions;

/// <summary>
/// Names of jobs, made from what distinguishes them: <c>lr=0.1,seed=2</c>. They are names of folders on any system, and the same however
/// the sweep was typed.
/// </summary>
internal sealed class JobNames
{
    private const int LongestName = 100;
    private readonly Dictionary<string, string> shortKeys;

    /// <param name="choices">Of the whole sweep: a key is shortened to what tells it from the others.</param>
    public JobNames(IEnumerable<SweepChoice> choices)
    {
        string[] keys = [.. choices.SelectMany(choice => choice.Labels).Select(label => label.Key).Distinct()];
        shortKeys = keys.ToDictionary(key => key, key => Short(key, keys));
    }

    /// <summary>The name of the only job where nothing distinguishes it.</summary>
    public static string Only => "run";

    /// <summary>Whether a job could be called so: a name of a folder that leads nowhere else.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= LongestName && name.All(IsSafe) && name.Trim('.').Length > 0;

    public string Of(SweepChoice choice)
    {
        if (choice.Labels.Count == 0) return Only;
        var labels = choice.Labels.Select(label => $"{shortKeys[label.Key]}={Bare(label.Value)}").Order(StringComparer.Ordinal);
        var whole = string.Join(',', labels);
        var safe = string.Concat(whole.Select(letter => IsSafe(letter) ? letter : '-'));
        if (safe == whole && whole.Length <= LongestName) return whole;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..8];
        return $"{safe[..Math.Min(safe.Length, LongestName - hash.Length - 1)]}-{hash}";
    }

    private static string Bare(string value) => value is ['\'', .., '\''] or ['"', .., '"'] && value.Length >= 2 ? value[1..^1] : value;

    private static bool IsSafe(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+' or '=' or ',';

    private static string Short(string key, string[] keys)
    {
        var steps = key.Split('.');
        for (var from = steps.Length - 1; from > 0; from--)
        {
            var end = string.Join('.', steps[from..]);
            if (keys.Count(other => other == end || other.EndsWith("." + end, StringComparison.Ordinal)) == 1) return end;
        }

        return key;
    }
}
