using Alma.Runs.Catalog;

namespace Alma.Runs.Tests.Catalog;

public sealed class RunSelectionTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public RunSelectionTests()
    {
        foreach (var run in new[] { "mnist/a/1", "mnist/a/2", "mnist/b/1", "cifar/a/1" })
        {
            Directory.CreateDirectory(temporary.File(run));
            File.WriteAllText(temporary.File($"{run}/run.json"), "{}");
        }

        Directory.CreateDirectory(temporary.File("empty"));
    }

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData("mnist/a/2", "mnist/a/2")]
    [InlineData("mnist/a/2/", "mnist/a/2/")]
    [InlineData("mnist", "mnist/a/1 mnist/a/2 mnist/b/1")]
    [InlineData("mnist/*/1", "mnist/a/1 mnist/b/1")]
    [InlineData("*/a", "cifar/a/1 mnist/a/1 mnist/a/2")]
    [InlineData("**/1", "cifar/a/1 mnist/a/1 mnist/b/1")]
    [InlineData("mnist/b mnist/*/1", "mnist/b/1 mnist/a/1")]
    public void Find_WhatTheWordsName_IsFoundOnceAndInOrder(string words, string expected) =>
        Assert.Equal(expected.Split(' ').Select(temporary.File), Find(words).Select(run => run.Path));

    [Theory]
    [InlineData("none", " is no run folder: there is no such folder.")]
    [InlineData("empty", " is no run folder and has none below it: there is no run.json.")]
    [InlineData("emp*/1", ". A pattern is matched against run folders; * stands for any name, ** for any folders.")]
    [InlineData("no/such/*", ". A pattern is matched against run folders; * stands for any name, ** for any folders.")]
    public void Find_WhereThereIsNoRun_SaysSo(string word, string problem)
    {
        var fault = Assert.Throws<RunFolderException>(() => Find(word));

        Assert.Contains($"{temporary.File(word)}{problem}", fault.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<RunFolder> Find(string words) => RunSelection.Find(words.Split(' ').Select(temporary.File));
}
