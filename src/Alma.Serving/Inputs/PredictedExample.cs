using Alma.Serving.Models;

namespace Alma.Serving.Inputs;

/// <summary>What a model says of one example.</summary>
/// <param name="Place">Where the example stands.</param>
/// <param name="Label">Its class by name, where the data says so.</param>
/// <param name="Choice">The index of the class that the model decides on.</param>
/// <param name="Probabilities">(K).</param>
public sealed record PredictedExample(string Place, string? Label, int Choice, float[] Probabilities)
{
    private const int BatchSize = 256;

    /// <summary>
    /// The classes with their probabilities, the model's choice first and then from the largest probability down. A model whose networks
    /// vote may decide on another class than the most probable.
    /// </summary>
    public IEnumerable<(int Class, float Probability)> Ranked() => Probabilities.Index()
        .OrderByDescending(one => one.Index == Choice)
        .ThenByDescending(one => one.Item)
        .Select(one => (one.Index, one.Item));

    /// <summary>Predicts examples, some at a time, in their order.</summary>
    /// <exception cref="Data.DatasetException">An example cannot be read.</exception>
    /// <exception cref="ModelException">The model fails on them.</exception>
    public static IEnumerable<PredictedExample> Of(OnnxModel model, IEnumerable<InputExample> examples)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var batch in examples.Chunk(BatchSize))
        {
            var predictions = model.Input is ImageInput
                ? model.Predict(Joined(batch, model.Input.ValueCount, example => example.Pixels).AsSpan())
                : model.Predict(Joined(batch, model.Input.ValueCount, example => example.Row).AsSpan());
            for (var k = 0; k < batch.Length; k++)
                yield return new(
                    batch[k].Place, batch[k].Label, checked((int)predictions.Labels[k]), predictions.ProbabilitiesOf(k).ToArray());
        }
    }

    private static T[] Joined<T>(InputExample[] batch, int size, Func<InputExample, T[]> values)
    {
        var joined = new T[batch.Length * size];
        for (var k = 0; k < batch.Length; k++) values(batch[k]).CopyTo(joined, k * size);
        return joined;
    }
}
