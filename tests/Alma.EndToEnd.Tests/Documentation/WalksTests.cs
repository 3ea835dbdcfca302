using System.Globalization;
using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Documentation;

/// <summary>The walks of docs/architecture.md lead through files that are there, and past what they name in them.</summary>
public sealed partial class WalksTests
{
    private static readonly string section = Section();

    public static TheoryData<string, int, string> Walks()
    {
        var walks = new TheoryData<string, int, string>();
        foreach (var walk in Walk().Matches(section).Cast<Match>())
            walks.Add(
                walk.Groups["name"].Value, int.Parse(walk.Groups["count"].Value, CultureInfo.InvariantCulture), walk.Groups["steps"].Value);
        return walks;
    }

    [Fact]
    public void Walks_OfTheDocument_AreAllRead() => Assert.Equal(Heading().Count(section), Walk().Count(section));

    [Theory]
    [MemberData(nameof(Walks))]
    public void Walk_ThroughTheCode_NamesFilesAndWhatIsInThem(string name, int fileCount, string steps)
    {
        var files = Step().Matches(steps);

        Assert.True(files.Count == fileCount, $"{name}: {files.Count} files, and {fileCount} in its heading");
        Assert.Empty(files.SelectMany(Problems));
    }

    private static IEnumerable<string> Problems(Match step)
    {
        var path = step.Groups["path"].Value;
        if (!File.Exists(Repository.In(path))) return [$"{path} is not there"];
        var words = Word().Matches(File.ReadAllText(Repository.In(path))).Select(word => word.Value).ToHashSet();
        return Named().Matches(step.Groups["text"].Value)
            .Select(named => named.Groups["name"].Value)
            .Where(named => !words.Contains(named))
            .Select(named => $"{path} has no {named}");
    }

    private static string Section()
    {
        var text = File.ReadAllText(Repository.In("docs", "architecture.md"));
        var start = text.IndexOf("\n## Walks\n", StringComparison.Ordinal);
        return text[start..text.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
    }

    [GeneratedRegex("^### ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^### (?<name>.+): (?<count>\d+) files, about \d+ types\n\n(?<steps>(?:\d+\. .*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Walk();

    [GeneratedRegex(@"^\d+\. `(?<path>[^`]+)`: (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
