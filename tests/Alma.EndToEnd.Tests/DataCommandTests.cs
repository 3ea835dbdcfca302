using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class DataCommandTests(MnistFolder mnist) : IDisposable
{
    private readonly Workplace workplace = new(mnist.Path);

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void List_MnistThere_ShowsWhatIsThere()
    {
        var output = workplace.Typed("data", "list").Succeeded().Output;

        Assert.Matches(@"^mnist +there +60,000 \+ 10,000", output[0]);
        Assert.Contains(output, line => line.StartsWith("fashion_mnist ", StringComparison.Ordinal));
        Assert.Contains(
            output, line => line.StartsWith("digits ", StringComparison.Ordinal) && line.Contains("built in", StringComparison.Ordinal));
        Assert.Equal($"Data folder: {mnist.Path}", output[^1]);
    }

    [Fact]
    public void List_EmptyFolder_SaysNotFetched() =>
        Assert.Matches("^mnist +not fetched", workplace.Typed("data", "list", "--data-dir", workplace.Home).Succeeded().Output[0]);

    [Fact]
    public void Check_RightFiles_Succeeds()
    {
        var output = workplace.Typed("data", "check", "mnist").Succeeded().Output;

        Assert.Equal(4, output.Count);
        Assert.All(output, line => Assert.StartsWith("right  ", line));
    }

    [Fact]
    public void Check_TruncatedFile_NamesItAndWhatWasExpected()
    {
        using var broken = new BrokenMnist(mnist.Path);
        broken.TruncateTestLabels();

        var wrong = WrongLine(broken.Path);

        Assert.StartsWith($"wrong  {broken.TestLabels}: ", wrong);
        Assert.Contains("expected", wrong);
    }

    [Fact]
    public void Check_OneChangedByte_NamesTheFileAndTheChecksums()
    {
        using var broken = new BrokenMnist(mnist.Path);
        broken.ChangeATestLabel();

        var wrong = WrongLine(broken.Path);

        Assert.StartsWith($"wrong  {broken.TestLabels}: ", wrong);
        Assert.Contains("expected ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", wrong);
    }

    [Fact]
    public void Fetch_FilesAlreadyThere_LeavesThemAlone()
    {
        var before = Files();

        Assert.Contains("  mnist is already there.", workplace.Typed("data", "fetch", "mnist").Succeeded().Output);

        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("fetch")]
    [InlineData("check")]
    public void FetchOrCheck_UnknownName_SaysWhichThereAre(string command) =>
        Assert.Equal(
            "There is no dataset 'nope'. Known: mnist, fashion_mnist, cifar10, emnist_byclass, emnist_bymerge, emnist_balanced, "
            + "emnist_letters, emnist_digits, emnist_mnist, digits.",
            workplace.Typed("data", command, "nope").RefusedInOneLine());

    private string WrongLine(string folder)
    {
        var result = workplace.Typed("data", "check", "mnist", "--data-dir", folder);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, result.Output.Count(line => line.StartsWith("right  ", StringComparison.Ordinal)));
        return Assert.Single(result.Output, line => !line.StartsWith("right  ", StringComparison.Ordinal));
    }

    private (string, DateTime)[] Files() =>
        [.. Directory.GetFiles(mnist.Path, "*", SearchOption.AllDirectories)
            .Order()
            .Select(path => (path, File.GetLastWriteTimeUtc(path)))];
}
