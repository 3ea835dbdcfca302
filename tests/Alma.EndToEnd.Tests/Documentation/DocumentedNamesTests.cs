using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Documentation;

/// <summary>The types and tests that the documents on the code name are in the sources.</summary>
public sealed partial class DocumentedNamesTests
{
    private static readonly string[] documents =
    [
        "architecture.md", "security.md", "launchers.md", "adding-a-learner.md", "adding-an-architecture.md", "adding-a-dataset.md",
        "library-use.md"
    ];

    public static TheoryData<string> Documents() => [.. documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void NamesOfCode_InADocument_AreInTheSources(string document)
    {
        var names = Code()
            .Matches(File.ReadAllText(Repository.In("docs", document)))
            .SelectMany(code => Name().Matches(code.Value))
            .Select(name => name.Value)
            .Distinct()
            .ToList();

        Assert.Empty(names.Except(WordsOfTheSources()));
    }

    private static HashSet<string> WordsOfTheSources()
    {
        var files = new[] { "src", "tests", "samples", "bench" }.SelectMany(folder =>
            Directory.EnumerateFiles(Repository.In(folder), "*.cs", SearchOption.AllDirectories));
        var ownFiles = Directory.EnumerateFiles(Repository.Root).Select(file => Path.GetFileNameWithoutExtension(file)!);
        return [.. files.SelectMany(file => Name().Matches(File.ReadAllText(file)).Select(name => name.Value)), .. ownFiles];
    }

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    // At least two words in one, as types and tests are called: a single one may be of any language.
    [GeneratedRegex(@"\b[A-Z][a-z]\w*[A-Z]\w*\b")]
    private static partial Regex Name();
}
