using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>What a test writes is gone after it, also where it fails: it writes into a <see cref="Testing.TemporaryFolder"/>.</summary>
public sealed partial class TemporaryFoldersTests
{
    [Fact]
    public void Tests_OfAllProjects_WriteIntoTemporaryFoldersAlone()
    {
        var others = new[] { "tests", "bench" }.SelectMany(folder => Directory.EnumerateDirectories(Repository.In(folder), "*.Tests"))
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "TemporaryFoldersTests.cs" && Own.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file));

        Assert.Empty(others);
    }

    [Theory]
    [InlineData("var root = Directory.CreateTempSubdirectory();")]
    [InlineData("Path.Combine(Path.GetTempPath(), \"x\")")]
    [InlineData("Path.GetTempFileName()")]
    public void Pattern_OfWaysToAFolderOfOnesOwn_FindsThem(string line) => Assert.Matches(Own, line);

    [GeneratedRegex(@"\b(CreateTempSubdirectory|GetTempPath|GetTempFileName)\b")]
    private static partial Regex Own { get; }
}
