using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Alma.Runs;

/// <summary>Names the folder of a run for which the user named none: <c>runs/recipe/time-hash</c>.</summary>
public static class RunPath
{
    /// <summary>The folder that holds all runs.</summary>
    public const string Root = "runs";

    /// <summary>A path that no other run has: the hash is of the resolved configuration, the moment and the process.</summary>
    /// <param name="time">The clock; the time in the path is UTC, so that names sort by age.</param>
    /// <param name="recipe">The recipe's name; its slashes become folders.</param>
    /// <param name="resolvedConfig">The text of the resolved configuration.</param>
    /// <param name="root">The folder that holds all runs (default <c>runs</c>).</param>
    public static string Default(TimeProvider time, string recipe, string resolvedConfig, string root = Root)
    {
        var now = time.GetUtcNow();
        var folder = OfRecipe(recipe, root);
        var stamp = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var attempt = 0; ; attempt++)
        {
            var path = Path.Combine(folder, $"{stamp}-{ShortHash($"{now.Ticks} {Environment.ProcessId} {attempt}\n{resolvedConfig}")}");
            if (!Path.Exists(path))
                return path;
        }
    }

    /// <summary>The folder of all runs of a recipe that were given no folder of their own.</summary>
    public static string OfRecipe(string recipe, string root = Root) => Path.Combine(root, Safe(recipe));

    private static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private static string Safe(string recipe)
    {
        var names = recipe.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')))
            .Where(name => name.Trim('.').Length > 0);
        return string.Join('/', names);
    }
}
