using System.Globalization;
using System.Text;
using Alma.Reports;
using Alma.Reports.Comparison;

namespace Alma.Results;

/// <summary><c>docs/results.md</c>: tables of all settings, and what they say to the paper's questions.</summary>
internal static class ResultsPage
{
    private static readonly Dictionary<string, string> pictures =
        new() { ["MNIST"] = "mnist", ["FashionMNIST"] = "fashionmnist", ["CIFAR10"] = "cifar10" };

    public static string Of(ResultSet results)
    {
        var page = new StringBuilder(Head(results));
        page.Append("## What they say\n\n");
        foreach (var question in Question.All(results)) Ask(page, results, question);
        foreach (var data in results.Settings.Order(SettingOrder.Instance).Select(setting => setting.Data).Distinct())
            Show(page, results, data);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Head(ResultSet results)
    {
        var first = results.Runs[0].Summary.Manifest;
        var seconds = results.Runs.Sum(run => run.Summary.Seconds);
        var unfinished = results.Unfinished.Count == 0
            ? ""
            : $" Left out, as they are not finished: {string.Join(", ", results.Unfinished)}.";
        return $"""
            # Reproduced results

            Every learner on MNIST, Fashion-MNIST and CIFAR-10, written by

                bench/results

            from {results.Runs.Count} runs, {Units.Duration(seconds)} of one thread each: Alma {first.Version}, {first.Backend}.{unfinished} Nothing on this page is typed by hand but its explanations.
            Beside the Python project's figures: [parity.md](parity.md).

            Every run is a line of [results.csv](results.csv) with its recipe, seed and folder. A folder is `DATA/METHOD/VARIANT/JOB`; the job's name holds what was swept, and
            [`bench/results`](../bench/results) has the other overrides of each method. The same command with the same seed gives the same bits on the same kind of machine.

            **Gray images**: a perceptron with two hidden layers of 64, at most ten epochs per megabatch. **CIFAR-10**: a VGG of 16 channels with random crops and flips, two epochs per megabatch, five
            megabatches: far from trained out, so it tells about small budgets only. What the paper has and this page has not: 50 and more megabatches, training until the validation accuracy no longer
            rises, wide networks, bagging, boosting and the like on CIFAR-10. Firefly grows at every second megabatch, by the rule of that version ([differences.md](differences.md#architectures-and-learners)).

            Errors are in percent of the test set: after the last megabatch, and on average over the stream (what the paper sums up as cumulative error, divided by the number of megabatches). `±` is half
            the 95 % interval over three seeds ([reports.md](reports.md#statistics)): with three seeds it is wide. Multiply-adds are all that was spent on training, validation and growth and on the test sets.


            """;
    }

    private static void Ask(StringBuilder page, ResultSet results, Question question)
    {
        List<Answer> answers = [.. question.Pairs.Select(pair => Answer.Of(results, pair)).OfType<Answer>()];
        page.Append(CultureInfo.InvariantCulture, $"### {question.Title}\n\n{question.Explanation}\n");
        page.Append(
            CultureInfo.InvariantCulture,
            $"**Of {answers.Count} comparisons the first is better on average in {Count("better")}, worse in {Count("worse")}; "
            + $"{Count("not told apart")} are not told apart.** ");
        page.Append("Differences are the first's error less the second's, in points: negative is better.\n\n");
        MarkdownTable.Write(
            page,
            3,
            ["data", "first", "beside", "megabatches", "average error", "error at the end", "compute, times", "on average"],
            answers.Select(answer => answer.Cells()));

        int Count(string verdict) => answers.Count(answer => answer.Verdict == verdict);
    }

    private static void Show(StringBuilder page, ResultSet results, string data)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {data}\n\n");
        if (pictures.TryGetValue(data, out var name))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"![Curves of the test error of each recipe after each megabatch of {data}](images/results_{name}.png)\n\n");
            page.Append(
                CultureInfo.InvariantCulture,
                $"![The average error of each recipe on {data} against its multiply-adds, with the Pareto "
                + $"front](images/results_{name}_compute.png)\n\n");
        }

        foreach (var settings in results.Settings.Where(setting => setting.Data == data && setting.Wait == 1)
            .GroupBy(setting => (setting.Megabatches, setting.Replay))
            .OrderBy(group => group.Key.Replay)
            .ThenBy(group => group.Key.Megabatches))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"{settings.Key.Megabatches} megabatches, "
                + $"{(settings.Key.Replay > 0 ? "all earlier examples replayed" : "no replay")}:\n\n");
            List<RunGroup> groups = [.. settings.Select(setting => results.Group(setting)!)
                .OrderBy(group => group.Mean(RunMeasure.AverageError)!.Mean)];
            var front = CostFront.Of(groups, RunMeasure.MultiplyAdds).Groups;
            MarkdownTable.Write(
                page,
                1,
                ["learner", "runs", "average error", "error at the end", "multiply-adds", "parameters", "worth its compute"],
                groups.Select(group => Row(group, front.Contains(group))));
        }
    }

    private static IReadOnlyList<string> Row(RunGroup group, bool isOnFront) =>
    [
        Methods.Title(group.Label), group.Runs.Count.ToString(CultureInfo.InvariantCulture), Percent(group.Mean(RunMeasure.AverageError)!),
        Percent(group.Mean(RunMeasure.Error)!),
        Units.Magnitude(Mean(group, RunMeasure.MultiplyAdds)),
        Units.Count((long)Mean(group, RunMeasure.Parameters)),
        isOnFront ? "yes" : "",
    ];

    private static double Mean(RunGroup group, RunMeasure measure) => group.Mean(measure)!.Mean;

    private static string Percent(MeanInterval mean) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * mean.Mean:0.00} ± {100 * mean.HalfWidth:0.00}");
}
