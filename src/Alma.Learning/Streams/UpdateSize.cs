namespace Alma.Learning.Streams;

/// <summary>
/// How much an update will train and validate on. It follows from the config and the number of examples,
/// so it is known before a run begins.
/// </summary>
/// <param name="MegabatchIndex">Of the megabatch at which the learner is updated.</param>
/// <param name="ArrivedCount">New examples, of all megabatches that were waited for.</param>
/// <param name="TrainingCount">Replayed examples included.</param>
/// <param name="ValidationCount">Replayed examples included.</param>
public sealed record UpdateSize(int MegabatchIndex, int ArrivedCount, int TrainingCount, int ValidationCount)
{
    /// <summary>Of all updates of a run, in their order.</summary>
    /// <param name="exampleCount">Training examples in all.</param>
    /// <param name="streamLength">Megabatches that they are cut into.</param>
    /// <param name="megabatchCount">Megabatches that the run learns from.</param>
    /// <param name="wait">Megabatches that are gathered before an update.</param>
    public static IEnumerable<UpdateSize> Of(
        int exampleCount, int streamLength, int megabatchCount, int wait, SplitProportions proportions) =>
        Of(k => PartLength(exampleCount, streamLength, k), megabatchCount, wait, proportions);

    /// <summary>Examples that arrive with a megabatch of a training set that is cut evenly.</summary>
    public static int PartLength(int exampleCount, int streamLength, int megabatch) =>
        NumPyPermutation.PartLength(exampleCount, streamLength, megabatch);

    /// <summary>Whether there is something to train on and something to validate on.</summary>
    public bool HasBoth => TrainingCount > 0 && ValidationCount > 0;

    /// <summary>Whether batches of this size leave one of a single example, which layers with batch norm may not take.</summary>
    public bool LeavesASingleExample(int batchSize) => batchSize == 1 || TrainingCount % batchSize == 1;

    /// <summary>Of all updates of a run whose megabatches have their own numbers of examples.</summary>
    /// <param name="arrivalOf">Examples that arrive with the megabatch of an index.</param>
    /// <inheritdoc cref="Of(int, int, int, int, SplitProportions)"/>
    public static IEnumerable<UpdateSize> Of(Func<int, int> arrivalOf, int megabatchCount, int wait, SplitProportions proportions) =>
        Of(arrivalOf, megabatchCount, new WaitingTime(wait, megabatchCount), proportions, canLearn: null);

    /// <summary>Of the updates so far of a stream that goes on.</summary>
    /// <param name="megabatchCount">Megabatches that have come. The last is not learned from before its time.</param>
    /// <param name="canLearn">
    /// Whether an update can be made of what has come; if not, it waits for what comes until the next time.
    /// </param>
    /// <inheritdoc cref="Of(Func{int, int}, int, int, SplitProportions)"/>
    public static IEnumerable<UpdateSize> OfOpen(
        Func<int, int> arrivalOf, int megabatchCount, int wait, SplitProportions proportions, Func<UpdateSize, bool> canLearn) =>
        Of(arrivalOf, megabatchCount, new WaitingTime(wait, int.MaxValue), proportions, canLearn);

    private static IEnumerable<UpdateSize> Of(
        Func<int, int> arrivalOf, int megabatchCount, WaitingTime waiting, SplitProportions proportions, Func<UpdateSize, bool>? canLearn)
    {
        var (arrived, toTrain, toValidate) = (0, 0, 0); // the latter two of those remembered
        for (var k = 0; k < megabatchCount; k++)
        {
            arrived += arrivalOf(k);
            if (!waiting.IsTime(k)) continue;
            var heldOut = proportions.HeldOut(arrived);
            var training = arrived - heldOut + SplitProportions.Replayed(toTrain, proportions.TrainingReplay);
            var validation = heldOut + SplitProportions.Replayed(toValidate, proportions.ValidationReplay);
            var update = new UpdateSize(k, arrived, training, validation);
            if (canLearn?.Invoke(update) == false) continue;
            yield return update;
            toTrain = proportions.Remembered(toTrain, arrived - heldOut, training);
            toValidate = proportions.Remembered(toValidate, heldOut, validation);
            arrived = 0;
        }
    }
}
