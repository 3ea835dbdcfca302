using System.Globalization;

namespace Alma.Config.Tests;

/// <summary>Configs of up to a megabyte, and overrides, made to take as much of the machine as they can.</summary>
internal static class WorstInputs
{
    private const int Megabyte = 1 << 20;

    private static readonly string deep = string.Concat(
        Enumerable.Range(0, 90).Select(k => $"{new string(' ', k)}{(char)('a' + (k % 26))}:\n"));

    public static IReadOnlyDictionary<string, (string Yaml, string[] Overrides)> All { get; } = new Dictionary<string, (string, string[])>
    {
        ["keys"] = Yaml(Lines(9_900, "k{0}: 1\n")),
        ["more keys"] = Yaml(Lines(80_000, "k{0}: 1\n")),
        ["the same key"] = Yaml(Lines(2, $"k: {Text(500_000)}\n")),
        ["long keys"] = Yaml(Lines(1_000, $"{Text(990)}{{0}}: 1\n")),
        ["a key misspelt among many"] = (Lines(9_000, "key_of_mine_{0}: 1\n"), [$"{Text(60)}=1"]),
        ["a reference misspelt among many"] = Yaml(Lines(8_000, "key_of_mine_{0}: 1\n") + "a: ${key_of_mime}\n"),
        ["a long reference misspelt among long keys"] = Yaml(Lines(800, $"{Text(900)}{{0}}: 1\n") + $"a: ${{{Text(9_000)}}}\n"),
        ["long paths"] = Yaml(
            Nested(30, Text(900)) + string.Concat(Enumerable.Range(0, 900).Select(k => $"{new string(' ', 30)}k{k}: 1\n"))),
        ["siblings at the end of a long path"] = Yaml(
            Nested(30, Text(900)) + $"{new string(' ', 30)}x: 1\n{new string(' ', 30)}y: {Repeated("${.x}", 9_000)}\n"),
        ["texts of siblings"] = Yaml("x: 1\n" + Lines(60, $"a{{0}}: '{Repeated("${{x}}", 9_000)}'\n")),
        ["deep"] = Yaml(deep + string.Concat(Enumerable.Range(0, 9_000).Select(k => $"{new string(' ', 90)}k{k}: 1\n"))),
        ["deep lists"] = Yaml($"a: {new string('[', 95)}{Repeated("1,", 19_000)}{new string(']', 95)}"),
        ["a long text at the end of deep lists"] = Yaml(
            $"a:\n{string.Concat(Enumerable.Range(0, 90).Select(k => $"{new string(' ', k)}-\n"))}{new string(' ', 91)}- [{{b: "
            + $"{Text(500_000)}}}]"),
        ["brackets"] = Yaml(new string('[', Megabyte)),
        ["braces"] = Yaml(new string('{', Megabyte)),
        ["dashes"] = Yaml(Repeated("- ", Megabyte)),
        ["questions"] = Yaml(Repeated("? ", Megabyte)),
        ["a line break each"] = Yaml("a: \"" + new string('\n', Megabyte) + "\""),
        ["a plain text of lines"] = Yaml("a: x" + Repeated("\n  x", 500_000)),
        ["a block of empty lines"] = Yaml("a: |\n" + new string('\n', Megabyte) + "  x\n"),
        ["spaces"] = Yaml("a:" + new string(' ', Megabyte) + "1"),
        ["comments"] = Yaml(Repeated("#\n", Megabyte) + "a: 1\n"),
        ["anchors"] = Yaml("a:\n" + Lines(9_000, "- &a{0} 1\n")),
        ["aliases"] = Yaml("a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\nb:\n" + Repeated("- *a\n", 100_000)),
        ["merges"] = Yaml($"a: &a {{{Lines(900, "k{0}: 1, ")}}}\nb: {{<<: [{Repeated("*a, ", 100)}*a]}}\n"),
        ["directives"] = Yaml(Repeated("%TAG !e! tag:x,2000:\n", 40_000) + "--- a\n"),
        ["unknown directives"] = Yaml(Repeated("%X y\n", Megabyte) + "--- a\n"),
        ["a long tag used often"] = Yaml($"%TAG !e! tag:{Text(500_000)}\n---\na: [{Repeated("!e!x [],", 70_000)}]\n"),
        ["tags"] = Yaml($"a: [{Repeated($"!<tag:{Text(100)}> [],", 500_000)}]\n"),
        ["backslashes"] = Yaml($"a: '{new string('\\', 600_000)}'\n"),
        ["backslashes and a dollar"] = Yaml($"a: '{new string('\\', 9_990)}${{'\n"),
        ["digits"] = Yaml($"a: {new string('9', 600_000)}\nb: 1{Repeated("_", 10_000)}x\nc: {Repeated("1:", 10_000)}1\n"),
        ["dollars"] = Yaml($"a: '{Repeated("${", 9_900)}'\n"),
        ["nested expressions"] = Yaml(Lines(60, $"a{{0}}: '{Repeated("${{", 16)}{Text(9_800)}{Repeated("}}", 8)}'\n")),
        ["a reference through references"] = Yaml(
            Lines(40, "a{0}: {{x: '${{a{1}.x}}', y: '${{a{1}.y}}'}}\n") + "a40: {x: {z: 1}, y: {z: 1}}\nb: ${a0.x.z}\n"),
        ["references that each lead twice through the one before"] = Yaml(
            "x0: ${s}\n"
            + Lines(60, "x{1}: '${{x{0}.p}}'\nz{1}: '${{x{0}.q}}'\n")
            + $"s: {Lines(60, "{{p: '${{z{1}}}', q: ")}{{p: 1, q: 1}}{new string('}', 60)}\n"),
        ["texts put together"] = Yaml($"b: {Text(9_000)}\n" + Lines(9_000, "a{0}: x${{b}}\n")),
        ["a chain"] = Yaml(Lines(480, "a{0}: '${{a{1}}}'\n") + "a480: 1\nb:\n" + Repeated("- ${a0}\n", 8_000)),
        ["chains"] = Yaml(Lines(5_000, "a{0}: '${{a{1}}}'\n") + "a5000: 1\n"),
        ["itself often"] = Yaml("defaults: [" + Repeated("_self_, ", 50_000) + "_self_]\n" + Lines(1_000, "k{0}: 1\n")),
        ["missing files"] = Yaml("defaults: [" + Repeated("optional nothing, ", 50_000) + "_self_]\na: 1\n"),
        ["overrides of a megabyte"] = ("a: 1\n", [.. Enumerable.Repeat("a=2", 200_000)]),
        ["a long override"] = ("a: 1\n", [$"a={Text(Megabyte)}"]),
        ["an override of brackets"] = ("a: 1\n", [$"a={new string('[', 9_000)}"]),
        ["an override of keys"] = ("a: 1\n", [$"a={{{Lines(1_000, "k{0}: 1,")}z: 1}}"]),
        ["overrides that add"] = (
            "a: {}\n", [.. Enumerable.Range(0, 16).Select(k => $"++a={{{Text(100)}{k}: [{Repeated("1,", 3_500)}1]}}")]),
        ["overrides that merge"] = (
            "a: {}\n",
            [.. Enumerable.Range(0, 2).Select(k => $"++a={{{Text(900)}: {{{Text(900)}: {{{Lines(3_000, "k{0}: 1,")}z: 1}}}}}}")]),
        ["overrides that delete"] = (Lines(9_000, "k{0}: 1\n"), [.. Enumerable.Range(0, 1_000).Select(k => $"~k{k}")]),
    };

    private static (string, string[]) Yaml(string yaml) => (yaml, []);

    private static string Text(int length) => new('x', length);

    private static string Repeated(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));

    private static string Nested(int depth, string key) =>
        string.Concat(Enumerable.Range(0, depth).Select(k => $"{new string(' ', k)}{key}{k}:\n"));

    /// <summary>Lines with a number and the one after it.</summary>
    private static string Lines(int count, string line) =>
        string.Concat(Enumerable.Range(0, count).Select(k => string.Format(CultureInfo.InvariantCulture, line, k, k + 1)));
}
