using Alma.Reports.Comparison;
using Alma.Reports.Formats;
using Alma.Reports.Tests.Comparison;

namespace Alma.Reports.Tests.Formats;

/// <summary>Tables for papers: Markdown and LaTeX.</summary>
public sealed class PaperFormatTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    [Fact]
    public void Markdown_OfAComparison_IsThreeTables() => Assert.Equal("", MarkdownFormat.Of(three.Compared));

    [Fact]
    public void Latex_OfAComparison_IsThreeTablesWithTheRulesOfBooktabs() => Assert.Equal("", LatexFormat.Of(three.Compared));

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("clmodel.optim_lr", "clmodel.optim_lr")]
    [InlineData("_a_", "\\_a\\_")]
    [InlineData("<script>*[x](y)`$&", "\\<script\\>\\*\\[x\\](y)\\`\\$\\&")]
    [InlineData("back\\slash", "back\\\\slash")]
    public void Markdown_OfAnyText_MeansThatText(string text, string escaped) => Assert.Equal(escaped, MarkdownFormat.Escape(text));

    [Theory]
    [InlineData("50% of #1 & a_b {c} $d$", "50\\% of \\#1 \\& a\\_b \\{c\\} \\$d\\$")]
    [InlineData("\\input{x}", "\\textbackslash{}input\\{x\\}")]
    [InlineData("a~b^c", "a\\textasciitilde{}b\\textasciicircum{}c")]
    [InlineData("-0.53 ± 0.14", "$-$0.53 $\\pm$ 0.14")]
    [InlineData("multiply-adds", "multiply-adds")]
    [InlineData("< 0.0001", "$<$ 0.0001")]
    [InlineData("[1, 2]", "{[}1, 2{]}")]
    public void Latex_OfAnyText_MeansThatText(string text, string escaped) => Assert.Equal(escaped, LatexFormat.Escape(text));

    [Fact]
    public void Tables_OfHostileNames_KeepTheirRows()
    {
        var run = three.Run("a|b\n| c & \\\\ \u001b[31m", 1, 0.1, 1e12, 10);
        var compared = ComparedRuns.Of(new RunSet([run, three.Run("made/single", 1, 0.2, 1e12, 10)], []), [ConfigKeys.Recipe]);

        var (markdown, latex) = (MarkdownFormat.Of(compared), LatexFormat.Of(compared));

        Assert.Contains("\n| a\\|b \\| c \\& \\\\\\\\  \\[31m | 1 |", markdown, StringComparison.Ordinal);
        Assert.Contains("\na$|$b $|$ c \\& \\textbackslash{}\\textbackslash{}  {[}31m & 1 &", latex, StringComparison.Ordinal);
    }
}
