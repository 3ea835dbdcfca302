using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed partial class HelpTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Version_OfTheProgram_IsPrintedAlone() =>
        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(workplace.Alma("--version").Succeeded().Output));

    [Theory]
    [InlineData("help.txt")]
    [InlineData("help-run.txt", "run")]
    public void Help_OfACommand_IsAsAgreed(string golden, params string[] command) =>
        GoldenFile.AssertEqual(golden, workplace.Alma([.. command, "--help"]).Succeeded().OutputText);

    [Fact]
    public void Help_OfEveryCommand_HasExamplesOfIt()
    {
        var commands = new List<string>();

        Walk([], commands);

        string[] expected =
        [
            "alma", "alma run", "alma resume", "alma keep", "alma sweep", "alma sweep status", "alma sweep cancel", "alma sweep logs",
            "alma advise",
            "alma runs", "alma watch", "alma report", "alma compare", "alma plot", "alma query", "alma export", "alma export-model",
            "alma predict",
            "alma evaluate", "alma serve", "alma models", "alma models list", "alma models add", "alma models promote",
            "alma models rollback", "alma models compare",
            "alma config", "alma config list", "alma config show", "alma data", "alma data list",
            "alma data fetch", "alma data check", "alma data import", "alma data add", "alma data show", "alma data export", "alma data rm",
            "alma data rename", "alma doctor", "alma completion",
        ];
        Assert.Equal(expected, commands);
    }

    private void Walk(string[] command, List<string> seen)
    {
        var name = string.Join(' ', ["alma", .. command]);
        seen.Add(name);
        var help = workplace.Typed([.. command, "--help"]).Succeeded().OutputText;
        Assert.True(
            Section(help, "Examples").Any(example => example.Contains(name, StringComparison.Ordinal)),
            $"{name} --help has no example:\n{help}");
        foreach (var line in Section(help, "Commands")) Walk([.. command, FirstWord().Match(line).Value], seen);
    }

    private static IEnumerable<string> Section(string help, string title) => help.Split('\n')
        .SkipWhile(line => line != $"{title}:")
        .Skip(1)
        .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex FirstWord();
}
