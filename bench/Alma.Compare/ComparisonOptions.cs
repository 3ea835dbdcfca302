using System.Globalization;

namespace Alma.Compare;

/// <summary>What is compared and how often: the command line of <c>bench/compare</c>.</summary>
internal sealed record ComparisonOptions
{
    public const string Usage =
        """
        Runs alma and its opponents in turn on this machine and prints what each took, and the ratios round by round.

          bench/compare [OPTION]... 'OPPONENT COMMAND' ALMA-ARGUMENT...
          bench/compare [OPTION]... -o NAME='COMMAND'... ALMA-ARGUMENT...
          bench/compare peak THREADS

          -n PAIRS           rounds that count (3): in each, alma and every opponent run once, as whole processes
          -w ROUNDS          rounds before these, to warm up, that do not count (1)
          -o NAME='COMMAND'  an opponent, run by bash in an empty folder; may be given several times
          -e NAME='COMMAND'  prints the opponent's seconds per epoch, a number a line; run by bash in the folder in which
                             the opponent ran, with what that printed as its input. The unnamed opponent is 'opponent'
          -r SPLIT/NAME      the rows of alma's metrics.jsonl to set beside these (train/epoch_seconds)
          -m MEGABATCH       count epochs and utilisation of this megabatch only: from 0, or last (default: all)

        Alma's run goes to a folder that is gone afterwards, so its arguments need no run_dir. The last form measures how
        fast LibTorch multiplies matrices here, in GFLOP/s.
        """;

    /// <summary>The program that is compared.</summary>
    public string Alma { get; private init; } = "alma";

    public IReadOnlyList<string> AlmaArguments { get; private init; } = [];

    public IReadOnlyList<Opponent> Opponents { get; private init; } = [];

    public int RoundCount { get; private init; } = 3;

    public int WarmUpCount { get; private init; } = 1;

    public EpochSelection Epochs { get; private init; } = new();

    /// <returns>Null where the words make no comparison.</returns>
    /// <exception cref="ComparisonException">An option has a value it cannot have.</exception>
    public static ComparisonOptions? Parse(IReadOnlyList<string> words)
    {
        var options = new ComparisonOptions();
        List<(string Name, string Command)> opponents = [], epochCommands = [];
        var next = 0;
        for (; next + 1 < words.Count && words[next] is ['-', var letter]; next += 2)
        {
            var value = words[next + 1];
            if (letter == 'o') opponents.Add(Named(value));
            else if (letter == 'e') epochCommands.Add(Named(value));
            else if (options.With(letter, value) is { } changed) options = changed;
            else return null;
        }
        if (opponents.Count == 0 && next < words.Count) opponents.Add(("opponent", words[next++]));
        if (opponents.Count == 0 || next == words.Count || words[0].StartsWith("--", StringComparison.Ordinal)) return null;
        return options with { AlmaArguments = [.. words.Skip(next)], Opponents = Joined(opponents, epochCommands) };
    }

    private ComparisonOptions? With(char letter, string value) => letter switch
    {
        'a' => this with { Alma = value },
        'n' => this with { RoundCount = Count(value, 1) },
        'w' => this with { WarmUpCount = Count(value, 0) },
        'r' => this with { Epochs = Epochs with { Rows = EpochSelection.RowsNamed(value) } },
        'm' => this with { Epochs = Epochs with { Megabatch = value == "last" ? EpochSelection.Last : Count(value, 0) } },
        _ => null,
    };

    private static int Count(string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least
            ? count
            : throw new ComparisonException($"'{value}' is no whole number of at least {least}.");

    private static (string Name, string Command) Named(string value) =>
        value.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } command]
            ? (name, command)
            : throw new ComparisonException($"'{value}' is not of the form NAME='COMMAND'.");

    private static List<Opponent> Joined(List<(string Name, string Command)> opponents, List<(string Name, string Command)> epochCommands)
    {
        var names = opponents.Select(opponent => opponent.Name).ToList();
        if (names.Distinct().Count() < names.Count || names.Contains("alma"))
            throw new ComparisonException($"each opponent needs a name of its own, other than alma: {string.Join(", ", names)}.");
        if (epochCommands.FirstOrDefault(epochs => !names.Contains(epochs.Name)).Name is { } unknown)
            throw new ComparisonException($"-e {unknown}=...: there is no opponent of that name. There are: {string.Join(", ", names)}.");
        return [.. opponents.Select(opponent =>
            new Opponent(opponent.Name, opponent.Command, epochCommands.LastOrDefault(epochs => epochs.Name == opponent.Name).Command))];
    }
}
