using System.Globalization;
using Alma.Runs;

namespace Alma.Launching.Slurm;

/// <summary>
/// The one rule for whatever enters a script for sbatch: a text stays within its line,
/// and in a line of options within its value. What cannot is refused.
/// </summary>
internal static class ScriptText
{
    private const string Directive = "#SBATCH";

    // sbatch reads quotes, backslashes and '#' in its lines; within double quotes only the quote itself and the backslash have a meaning.
    private const string Plain = "._-/=+:,@%";

    /// <summary>A line of options.</summary>
    /// <param name="value">Null for an option that takes none.</param>
    /// <exception cref="LaunchException">The name is none of an option, or the value cannot be told to sbatch.</exception>
    public static string Option(string name, string? value)
    {
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw new LaunchException($"{Shown(name)} is no option of sbatch: its name has letters, digits and hyphens only.");
        return value is null ? $"{Directive} --{name}" : $"{Directive} --{name}={Value(name, value)}";
    }

    /// <summary>The letters of a path as sbatch takes one that it puts numbers into: its own signs come behind it.</summary>
    public static string Path(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>Sets a variable.</summary>
    public static string Export(string name, string value) => $"export {name}={ShellWord.Of(OfOneLine($"the variable {name}", value))}";

    /// <summary>A command with its arguments, each in quotes where the shell would read something into it.</summary>
    public static string Command(IEnumerable<string> words) =>
        ShellWord.Line(words.Select(word => OfOneLine("the command of the jobs", word)));

    /// <summary>Lines of shell, as the user wrote them.</summary>
    /// <param name="key">Where they stand in the config.</param>
    /// <exception cref="LaunchException">They are no whole lines of shell.</exception>
    public static IReadOnlyList<string> Shell(string key, IReadOnlyList<string> texts)
    {
        IReadOnlyList<string> lines = [.. texts.SelectMany(text => text.TrimEnd('\n').Split('\n')).Select(line => OfOneLine(key, line))];
        if (lines.FirstOrDefault(line => line.TrimStart().StartsWith(Directive, StringComparison.Ordinal)) is { } late)
            throw new LaunchException(
                $"{key}: {Shown(late)} would have no effect behind the commands of the script; give the option in "
                + "hydra.launcher.additional_parameters.");
        ShellSyntax.Check(key, lines);
        return lines;
    }

    private static string Value(string option, string value)
    {
        if (value.Length == 0) throw new LaunchException($"the option --{option} of sbatch is empty; leave it out, or give it a value.");
        _ = OfOneLine($"the option --{option} of sbatch", value);
        if (value.AsSpan().ContainsAny('"', '\\'))
            throw new LaunchException(
                $"the option --{option} of sbatch is {Shown(value)}, which has a double quote or a backslash: "
                + "sbatch would read another text.");
        return value.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
            ? value
            : $"\"{value}\"";
    }

    private static string OfOneLine(string what, string text) => text.Any(IsBroken)
        ? throw new LaunchException(
            $"{what} is {Shown(text)}, which has a line break or another control character: it cannot stand in a line of a script.")
        : text;

    private static bool IsBroken(char letter) => char.IsControl(letter) && letter != '\t';

    private static string Shown(string text) =>
        $"'{string.Concat(text.Select(letter => char.IsControl(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}") : $"{letter}"))}'";
}
