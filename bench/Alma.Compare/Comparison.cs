using System.Globalization;

namespace Alma.Compare;

/// <summary>Runs alma and its opponents in turn, so that whatever else the machine does befalls all of them alike.</summary>
internal sealed class Comparison : IDisposable
{
    private const string Alma = "alma";
    private readonly Workshop workshop = new();
    private readonly ComparisonOptions options;
    private readonly Dictionary<string, List<ProcessFigures>> figures;
    private readonly Dictionary<string, List<double>> epochs;
    private readonly List<TrainingFigures> training = [];
    private readonly List<double> peaks = [];

    private Comparison(ComparisonOptions options)
    {
        this.options = options;
        string[] names = [Alma, .. options.Opponents.Select(opponent => opponent.Name)];
        figures = names.ToDictionary(name => name, _ => new List<ProcessFigures>());
        epochs = names.ToDictionary(name => name, _ => new List<double>());
    }

    /// <param name="progress">Told of each round.</param>
    /// <exception cref="ComparisonException">A command failed.</exception>
    public static ComparisonResult Run(ComparisonOptions options, TextWriter progress)
    {
        using var comparison = new Comparison(options);
        for (var round = 0; round < options.WarmUpCount + options.RoundCount; round++)
        {
            if (round == options.WarmUpCount) comparison.Forget();
            progress.WriteLine(
                round < options.WarmUpCount ? "warming up" : $"round {round - options.WarmUpCount + 1} of {options.RoundCount}");
            comparison.RunAlma();
            foreach (var opponent in options.Opponents) comparison.RunOpponent(opponent);
        }
        return new ComparisonResult(
            [.. comparison.figures.Select(entry => new Contender(entry.Key, entry.Value, comparison.epochs[entry.Key]))],
            comparison.training,
            comparison.peaks);
    }

    public void Dispose() => workshop.Dispose();

    private void Forget()
    {
        foreach (var rounds in figures.Values) rounds.Clear();
        foreach (var rounds in epochs.Values) rounds.Clear();
        training.Clear();
        peaks.Clear();
    }

    private void RunAlma()
    {
        figures[Alma].Add(workshop.Run(Alma, [options.Alma, .. options.AlmaArguments]));
        if (TrainingFigures.Read(workshop.FolderOf(Alma), options.Epochs) is not { } trained) return;
        training.Add(trained);
        epochs[Alma].Add(trained.EpochSeconds);
        workshop.Run("peak", MatrixMultiplication.PeakCommand(trained.ThreadCount));
        peaks.Add(Numbers(workshop.Ask("peak", "cat"))[0]);
    }

    private void RunOpponent(Opponent opponent)
    {
        figures[opponent.Name].Add(workshop.Run(opponent.Name, "bash", "-c", opponent.Command));
        if (opponent.EpochCommand is not { } command) return;
        var seconds = Numbers(workshop.Ask(opponent.Name, command));
        if (seconds.Length == 0)
            throw new ComparisonException($"-e {opponent.Name}: the command found no epoch in what {opponent.Name} left.");
        epochs[opponent.Name].Add(Spread.Of(seconds).Median);
    }

    private static double[] Numbers(string text) => Array.ConvertAll(
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        word => double.TryParse(word, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ComparisonException($"'{word}' is no number of seconds."));
}
