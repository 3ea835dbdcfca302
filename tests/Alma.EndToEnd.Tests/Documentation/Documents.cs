using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Documentation;

/// <summary>Collects the commands of the documents: lines of <c>```sh</c> blocks that start with one of these words.</summary>
internal static class Documents
{
    private static readonly string[] commands = ["./alma", "dotnet ", "npm ", "tar ", "awk ", "mkdir ", "curl "];

    /// <summary>README.md, CONTRIBUTING.md and docs/*.md, by their paths in the repository.</summary>
    public static IEnumerable<string> Paths()
    {
        yield return "README.md";
        if (File.Exists(Repository.In("CONTRIBUTING.md"))) yield return "CONTRIBUTING.md";
        if (!Directory.Exists(Repository.In("docs"))) yield break;
        foreach (var path in Directory.GetFiles(Repository.In("docs"), "*.md").Order(StringComparer.Ordinal))
            yield return Path.GetRelativePath(Repository.Root, path);
    }

    public static IEnumerable<DocumentedCommand> Commands(string document)
    {
        if (!File.Exists(Repository.In(document))) yield break;
        var lines = File.ReadAllLines(Repository.In(document));
        var inShell = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal)) inShell = !inShell && lines[i].Trim() == "```sh";
            else if (inShell && IsCommand(lines[i])) yield return new DocumentedCommand(document, i + 1, Joined(lines, i));
        }
    }

    private static bool IsCommand(string line) =>
        commands.Any(command => line.StartsWith(command, StringComparison.Ordinal));

    private static string Joined(string[] lines, int first)
    {
        var last = first;
        while (lines[last].EndsWith('\\')) last++;
        return string.Join(" ", lines[first..(last + 1)].Select(line => line.TrimEnd('\\').Trim()));
    }
}
