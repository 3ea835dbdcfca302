using Alma.Data;
using Alma.Serving.Models;

namespace Alma.Serving.Inputs;

/// <summary>How often examples of each class were taken for each.</summary>
public sealed class ConfusionCounts
{
    private readonly int classCount;
    private readonly List<string> labels;
    private readonly List<long[]> counts; // of each label, by choice
    private readonly Dictionary<string, int> places = [];

    private ConfusionCounts(IReadOnlyList<string> classes)
    {
        classCount = classes.Count;
        labels = [.. classes];
        counts = [.. classes.Select(_ => new long[classCount])];
        foreach (var (place, name) in classes.Index()) places.TryAdd(name, place);
    }

    /// <summary>The classes of the model, then those of examples that it does not know.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>Examples with a label.</summary>
    public long Count { get; private set; }

    /// <summary>Examples that were taken for another class than theirs; so are all of classes that the model does not know.</summary>
    public long WrongCount { get; private set; }

    /// <summary>Examples of classes that the model does not know.</summary>
    public long UnknownCount { get; private set; }

    /// <summary>Examples without a label, which are not counted.</summary>
    public long UnlabelledCount { get; private set; }

    /// <summary>
    /// The mean of the minus logarithms of the probabilities that the examples' classes were given, in nats, over those the model knows.
    /// </summary>
    public double Loss { get; private set; }

    /// <summary>The part that is wrong.</summary>
    public double Error => (double)WrongCount / Count;

    /// <summary>How many examples of a label were taken for each class of the model.</summary>
    /// <param name="label">Its place among <see cref="Labels"/>.</param>
    public IReadOnlyList<long> Choices(int label) => counts[label];

    /// <summary>Counts predictions of examples.</summary>
    /// <exception cref="DatasetException">No example has a label, or none one of the model's classes.</exception>
    public static ConfusionCounts Of(OnnxModel model, IEnumerable<PredictedExample> predictions)
    {
        ArgumentNullException.ThrowIfNull(model);
        var confusion = new ConfusionCounts(model.ClassNames);
        foreach (var prediction in predictions) confusion.Add(prediction);
        if (confusion.Count == 0)
            throw new DatasetException(
                confusion.UnlabelledCount == 0
                    ? "There is no example to evaluate the model on."
                    : $"None of {confusion.UnlabelledCount} examples has a label.")
            {
                Need = confusion.UnlabelledCount == 0 ? null : new DatasetNeed.Labels(),
            };
        var knownCount = confusion.Count - confusion.UnknownCount;
        if (knownCount == 0)
            throw new DatasetException(
                $"The labels are {Told(confusion.labels.Skip(confusion.classCount))}; the model knows {Told(model.ClassNames)} and none of "
                + "these.");
        confusion.Loss /= knownCount;
        return confusion;
    }

    private void Add(PredictedExample prediction)
    {
        if (prediction.Label is not { } name)
        {
            UnlabelledCount++;
            return;
        }

        if (!places.TryGetValue(name, out var label)) places[name] = label = AddLabel(name);
        Count++;
        counts[label][prediction.Choice]++;
        if (label != prediction.Choice) WrongCount++;
        if (label >= classCount) UnknownCount++;
        else Loss -= Math.Log(Math.Max(prediction.Probabilities[label], float.Epsilon));
    }

    private int AddLabel(string name)
    {
        labels.Add(name);
        counts.Add(new long[classCount]);
        return labels.Count - 1;
    }

    private static string Told(IEnumerable<string> names)
    {
        const int most = 20;
        var shown = names.Take(most + 1).ToList();
        return string.Join(", ", shown.Take(most)) + (shown.Count > most ? ", ..." : "");
    }
}
