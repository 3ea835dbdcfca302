using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Documentation;

/// <summary>What the documents tell their readers to type works when it is typed.</summary>
public sealed class DocumentedCommandsTests(MnistFolder mnist)
{
    public static TheoryData<string> AllDocuments() => [.. Documents.Paths()];

    /// <summary>README.md, and those others that have commands of alma.</summary>
    public static TheoryData<string> DocumentsOfAlma() =>
        [.. Documents.Paths().Where(document => document == "README.md" || Alma(document).Any())];

    /// <summary>README.md, and those others that have some.</summary>
    public static TheoryData<string> DocumentsWithLongCommands() =>
        [.. Documents.Paths().Where(document => document == "README.md" || Alma(document).Any(command => command.IsLong))];

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void LongRunsOfADocument_AreOfConfigsThatResolve(string document)
    {
        using var reader = new ReaderOfADocument(mnist.Path);

        var problems = Alma(document).Where(command => command.IsLong).Select(reader.Check);

        Assert.Empty(problems.OfType<string>());
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(DocumentsOfAlma))]
    public void AlmaCommands_OfADocument_WorkAsTheyStand(string document) => TypeThose(document, command => !command.IsLong);

    /// <summary>Apart from the others: what these make would be among what those list.</summary>
    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(DocumentsWithLongCommands))]
    public void LongAlmaCommands_OfADocument_WorkAsTheyStand(string document) => TypeThose(document, command => command.IsLong);

    [Fact]
    public void Readme_OfTheRepository_TellsHowToRunAndHowToTest()
    {
        Assert.SkipUnless(File.Exists(Repository.In("README.md")), "There is no README.md yet.");
        var commands = Documents.Commands("README.md").ToList();

        Assert.Contains(commands, command => command.IsAlma);
        var test = Assert.Single(commands, command => command.Text.StartsWith("dotnet test", StringComparison.Ordinal));
        Assert.Contains(test.Text.Split('#')[0].TrimEnd(), File.ReadAllText(Repository.In(".ci", "run")));
    }

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void DotnetCommands_OfADocument_NameWhatIsThere(string document)
    {
        var words = Documents.Commands(document).Where(command => !command.IsAlma).SelectMany(command => command.Text.Split(' '));

        Assert.All(
            words.Where(word =>
                word.StartsWith("src/") || word.StartsWith("tests/") || word.StartsWith("samples/") || word.StartsWith("bench/")),
            word => Assert.True(Path.Exists(Repository.In(word)), word));
    }

    private void TypeThose(string document, Func<DocumentedCommand, bool> which)
    {
        // Data sets of a reader's own go into a folder of their own.
        using var reader = new ReaderOfADocument(Alma(document).Any(command => command.Imports) ? null : mnist.Path);

        var problems = Documents.Commands(document)
            .Where(command => command.Fetches || command.Asks || (command.IsAlma && which(command)))
            .Select(reader.Type)
            .OfType<string>()
            .ToList();

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    private static IEnumerable<DocumentedCommand> Alma(string document) => Documents.Commands(document).Where(command => command.IsAlma);
}
