// N: networks that train side by side, P: parameter values of a network.
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>
/// How far the update under way has come: after every epoch it can be saved, and a learner that is given it back goes on from
/// there. An update is a growth step at most, and then one training or several. All else of an update follows from the seeds.
/// </summary>
public sealed class UpdateJournal
{
    private readonly List<(TrainingOutcome Outcome, Network[] Networks)> finished = [];
    private long? growthMultiplyAdds;
    private TrainingGroup? current;
    private int epochCount;
    private SavedUpdate? saved; // until the update is where it was

    /// <summary>What of the update goes into a checkpoint as text.</summary>
    public UpdateRecord Record => new(growthMultiplyAdds, Outcomes, current?.Record(epochCount));

    /// <summary>
    /// What of the update goes into a checkpoint as tensors, by names of its own. They are the update's, and change as it goes on.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> Tensors() =>
    [
        .. finished.SelectMany((training, t) => training.Networks.SelectMany((network, k) => StateOf(network, $"finished.{t}.{k}"))),
        .. current?.State() ?? [],
    ];

    /// <summary>What each training of the update that is through came to.</summary>
    public IReadOnlyList<TrainingOutcome> Outcomes => [.. finished.Select(training => training.Outcome)];

    /// <summary>Gives back what was saved, before the learner is updated on the same megabatch again.</summary>
    /// <param name="tensors">
    /// By the names of <see cref="Tensors"/>, of the shape and type of another; has to hold until the update has gone past them.
    /// </param>
    public void Resume(UpdateRecord record, Func<string, Tensor, Tensor> tensors) => saved = new SavedUpdate(record, tensors);

    /// <summary>An update begins.</summary>
    internal void Begin()
    {
        finished.Clear();
        (growthMultiplyAdds, current, epochCount) = (null, null, 0);
    }

    /// <summary>Grows a network, unless it was saved after it had grown: then it is the grown one already.</summary>
    internal (Network Grown, long MultiplyAdds) Grow(Network network, Func<(Network Grown, long MultiplyAdds)> grow)
    {
        var result = saved?.Record.GrowthMultiplyAdds is { } spent ? (network, spent) : grow();
        growthMultiplyAdds = result.Item2;
        return result;
    }

    /// <summary>Whether the next training was through when the update was saved; its networks then have the weights it left.</summary>
    internal bool Recall(Network[] networks)
    {
        if (saved is null || finished.Count >= saved.Record.Finished.Count) return false;
        for (var k = 0; k < networks.Length; k++) Copy(StateOf(networks[k], $"finished.{finished.Count}.{k}"));
        Finish(saved.Record.Finished[finished.Count], networks);
        return true;
    }

    /// <summary>A training begins, or goes on where it was saved.</summary>
    /// <returns>Epochs that are through.</returns>
    internal int Begin(TrainingGroup group)
    {
        (current, epochCount) = (group, 0);
        if (saved?.Record.Current is not { } record) return 0;
        Copy(group.State());
        group.Restore(record);
        saved = null;
        return epochCount = record.EpochCount;
    }

    internal void EpochDone() => epochCount++;

    /// <summary>Multiply-adds of growth, while the first epoch of the update is under way; then 0.</summary>
    internal long SpentBeforeEpoch => epochCount == 0 && finished.Count == 0 ? growthMultiplyAdds ?? 0 : 0;

    /// <summary>A training is through.</summary>
    internal void Finish(TrainingOutcome outcome, Network[] networks)
    {
        finished.Add((outcome, networks));
        current = null;
        if (saved is { Record.Current: null } && finished.Count == saved.Record.Finished.Count) saved = null;
    }

    /// <summary>A network's parameters and buffers under names that begin with a prefix.</summary>
    internal static IEnumerable<(string Name, Tensor Value)> StateOf(Network network, string prefix) =>
        network.Buffers.Select((buffer, b) => ($"{prefix}.buffers.{b}", buffer)).Prepend(($"{prefix}.values", network.Parameters.Values));

    private void Copy(IEnumerable<(string Name, Tensor Value)> state)
    {
        using var noGradient = no_grad();
        foreach (var (name, value) in state) value.copy_(saved!.Tensors(name, value));
    }

    private sealed record SavedUpdate(UpdateRecord Record, Func<string, Tensor, Tensor> Tensors);
}
