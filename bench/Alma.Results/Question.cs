namespace Alma.Results;

/// <summary>What is asked of pairs of settings: whether the first is better than the second, and what it costs.</summary>
/// <param name="Pairs">Of settings; those that nobody ran are left out.</param>
internal sealed record Question(string Title, string Explanation, IReadOnlyList<(Setting First, Setting Second)> Pairs)
{
    private static readonly int[] waits = [2, 4, 10, 20];
    private static readonly string[] ensembles = ["gens", "ens", "umix", "bagging", "boosting", "adaboost", "rounds", "ens_ens"];

    public static IReadOnlyList<Question> All(ResultSet results) =>
    [
        new(
            "Does waiting help?",
            "Twenty dumps arrive; the model is updated at every w-th of them on all that arrived since, and scored after each. "
            + "Before its first update it guesses, which counts.",
            [.. Every(results, "single")
                .Where(setting => setting.Megabatches == 20)
                .SelectMany(setting => waits.Select(wait => (setting with { Wait = wait }, setting)))]),
        new(
            "Does growing help?",
            "Growing learners beside the network that they start from, and beside the single model.",
            [
                .. Against(results, "gmoe", "moe"),
                .. Against(results, "gmoe", "single"),
                .. Against(results, "gmoe", "gmoe_random"),
                .. Against(results, "subnet", "single"),
                .. Against(results, "firefly", "single")
            ]),
        new(
            "Do ensembles beat growing?",
            "Ensembles beside the growing mixture of experts.",
            [.. ensembles.SelectMany(method => Against(results, method, "gmoe"))]),
        new(
            "What does replay cost?",
            "Each learner that trains on all earlier examples again, beside itself without.",
            [.. results.Settings.Where(setting => setting.Replay > 0 && setting.Wait == 1)
                .Order(SettingOrder.Instance)
                .Select(setting => (setting, setting with { Replay = 0 }))]),
        new(
            "Go on, or start afresh?",
            "The single model, trained from new weights at every megabatch, beside the one that is trained on.",
            [.. Against(results, "scratch", "single")]),
    ];

    private static IEnumerable<(Setting First, Setting Second)> Against(ResultSet results, string first, string second) =>
        Every(results, first).Select(setting => (setting, setting with { Method = second }));

    private static IEnumerable<Setting> Every(ResultSet results, string method) =>
        results.Settings.Where(setting => setting.Method == method && setting.Wait == 1).Order(SettingOrder.Instance);
}
