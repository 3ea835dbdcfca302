using Alma.Reports.Comparison;
using Alma.Reports.Formats;
using Alma.Reports.Tests.Comparison;

namespace Alma.Reports.Tests.Formats;

/// <summary>Tables for papers: Markdown and LaTeX.</summary>
public sealed class PaperFormatTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    [Fact]
    public void Markdown_OfAComparison_IsThreeTables() => Assert.Equal(
        """
        MNIST: 7 of 8 runs, those that are finished, grouped by recipe.

        Means over the runs of each group, with 95 % intervals; Pareto front: no group beats it in cumulative error and compute, or in that and memory:

        | group | runs | average error, % | error at the end, % | cumulative error | multiply-adds | parameters | memory to predict | Pareto front |
        |---|--:|--:|--:|--:|--:|--:|--:|---|
        | made/growing | 3 | 3.87 ± 2.01 | 3.87 ± 2.01 | 0.0773 ± 0.0402 | 3.00 T | 100,000 | 400 kB | both |
        | made/ensemble | 1 | 5.00 | 5.00 | 0.1000 | 4.00 T | 165,150 | 661 kB |  |
        | made/single | 3 | 6.00 ± 2.48 | 6.00 ± 2.48 | 0.1200 ± 0.0497 | 1.00 T | 55,050 | 220 kB | both |

        Against made/growing, seed by seed: mean difference with its 95 % interval, more is worse; p is that of Student's paired test:

        | error | group | pairs | difference, points | p | verdict |
        |---|---|--:|--:|--:|---|
        | average | made/ensemble | 1 | +1.00 | - | one pair: nothing can be said |
        | average | made/single | 3 | +2.13 ± 0.57 | 0.0039 | worse |
        | at the end | made/ensemble | 1 | +1.00 | - | one pair: nothing can be said |
        | at the end | made/single | 3 | +2.13 ± 0.57 | 0.0039 | worse |

        Where the configs differ; a dash where a config lacks the key:

        | key | made/growing | made/ensemble | made/single |
        |---|---|---|---|
        | recipe | made/growing | made/ensemble | made/single |
        | clmodel.class_name | Finetune_Grow | KEnsemble | Finetune |
        | seed | 1 \| 2 \| 3 | 1 | 1 \| 2 \| 3 |

        """,
        MarkdownFormat.Of(three.Sets));

    [Fact]
    public void Latex_OfAComparison_IsThreeTablesWithTheRulesOfBooktabs() => Assert.Equal(
        """
        % MNIST: 7 of 8 runs, those that are finished, grouped by recipe. Needs \usepackage{booktabs,graphicx}.

        \begin{table}
        \centering
        \caption{Means over the runs of each group, with 95 \% intervals; Pareto front: no group beats it in cumulative error and compute, or in that and memory.}
        \resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%
        \begin{tabular}{lrrrrrrrl}
        \toprule
        group & runs & \shortstack[r]{average \\ error, \%} & \shortstack[r]{error at \\ the end, \%} & \shortstack[r]{cumulative \\ error} & \shortstack[r]{multiply- \\ adds} & parameters & \shortstack[r]{memory to \\ predict} & \shortstack[l]{Pareto \\ front} \\
        \midrule
        made/growing & 3 & 3.87 $\pm$ 2.01 & 3.87 $\pm$ 2.01 & 0.0773 $\pm$ 0.0402 & 3.00 T & 100,000 & 400 kB & both \\
        made/ensemble & 1 & 5.00 & 5.00 & 0.1000 & 4.00 T & 165,150 & 661 kB &  \\
        made/single & 3 & 6.00 $\pm$ 2.48 & 6.00 $\pm$ 2.48 & 0.1200 $\pm$ 0.0497 & 1.00 T & 55,050 & 220 kB & both \\
        \bottomrule
        \end{tabular}}
        \end{table}

        \begin{table}
        \centering
        \caption{Against made/growing, seed by seed: mean difference with its 95 \% interval, more is worse; p is that of Student's paired test.}
        \resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%
        \begin{tabular}{llrrrl}
        \toprule
        error & group & pairs & \shortstack[r]{difference, \\ points} & p & verdict \\
        \midrule
        average & made/ensemble & 1 & $+$1.00 & - & one pair: nothing can be said \\
        average & made/single & 3 & $+$2.13 $\pm$ 0.57 & 0.0039 & worse \\
        at the end & made/ensemble & 1 & $+$1.00 & - & one pair: nothing can be said \\
        at the end & made/single & 3 & $+$2.13 $\pm$ 0.57 & 0.0039 & worse \\
        \bottomrule
        \end{tabular}}
        \end{table}

        \begin{table}
        \centering
        \caption{Where the configs differ; a dash where a config lacks the key.}
        \resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%
        \begin{tabular}{llll}
        \toprule
        key & made/growing & made/ensemble & made/single \\
        \midrule
        recipe & made/growing & made/ensemble & made/single \\
        clmodel.class\_name & Finetune\_Grow & KEnsemble & Finetune \\
        seed & 1 $|$ 2 $|$ 3 & 1 & 1 $|$ 2 $|$ 3 \\
        \bottomrule
        \end{tabular}}
        \end{table}

        """,
        LatexFormat.Of(three.Sets));

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
        var compared = ComparedRuns.PerDataset(new RunSet([run, three.Run("made/single", 1, 0.2, 1e12, 10)], []), [ConfigKeys.Recipe]);

        var (markdown, latex) = (MarkdownFormat.Of(compared), LatexFormat.Of(compared));

        Assert.Contains("\n| a\\|b \\| c \\& \\\\\\\\  \\[31m | 1 |", markdown, StringComparison.Ordinal);
        Assert.Contains("\na$|$b $|$ c \\& \\textbackslash{}\\textbackslash{}  {[}31m & 1 &", latex, StringComparison.Ordinal);
    }
}
