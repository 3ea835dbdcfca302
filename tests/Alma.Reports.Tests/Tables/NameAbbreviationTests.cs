using Alma.Reports.Tables;
using Alma.Runs;

namespace Alma.Reports.Tests.Tables;

public sealed class NameAbbreviationTests
{
    [Fact]
    public void Of_AnyNamesAtAnyWidth_DifferAndFitOrAreRefused()
    {
        var cutCount = 0;
        for (var width = 1; width <= 100; width++)
        {
            List<string> names = [.. OddTexts.Many(width, 8).Select(text => PrintableText.Line(text)).Distinct()];
            if (NameAbbreviation.Of(names, width) is not { } cut) continue;
            Assert.Equal(names.Count, cut.Values.Distinct().Count());
            Assert.All(cut, name => Assert.InRange(Cells.Width(name.Value), 0, width));
            Assert.All(cut.Where(name => Cells.Width(name.Key) <= width), name => Assert.Equal(name.Key, name.Value));
            cutCount += cut.Count(name => name.Key != name.Value);
        }

        Assert.InRange(cutCount, 50, 800);
    }

    [Theory]
    [InlineData(8, "…e=seed0", "…e=seed1", "path/to/the=seed0", "path/to/the=seed1")]
    [InlineData(8, "…a/path0", "…b/path0", "path0/a/path0", "path0/b/path0")]
    [InlineData(8, "a-l…-end", "b-l…-end", "a-long-name-with-an-end", "b-long-name-with-an-end")]
    public void Of_NamesThatDifferSomewhere_KeepsThat(int width, string first, string second, params string[] names) =>
        Assert.Equal([first, second], NameAbbreviation.Of(names, width)!.Values);

    [Fact]
    public void Of_NamesThatDifferInTheMiddle_KeepsTheMiddle()
    {
        string[] names =
        [
            "the-same-beginning-of-all/0/the-same-end-of-all-of-them",
            "the-same-beginning-of-all/1/the-same-end-of-all-of-them",
            "the-same-beginning-of-all/2/the-same-end-of-all-of-them"
        ];

        var cut = NameAbbreviation.Of(names, 9)!;

        Assert.All(names, (name, k) => Assert.Contains($"/{k}", cut[names[k]], StringComparison.Ordinal));
    }
}
