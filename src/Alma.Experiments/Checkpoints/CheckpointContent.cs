using Alma.Learning.Learners;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>All that a checkpoint holds.</summary>
/// <param name="Tensors">By their names in the file.</param>
internal sealed record CheckpointContent(ExperimentState State, IReadOnlyList<(string Name, Tensor Value)> Tensors) : IDisposable
{
    /// <summary>Prefix of the names of what belongs to the update under way.</summary>
    public const string UpdatePrefix = "update.";

    private const string NetworkPrefix = "networks.";

    /// <summary>
    /// Of a learner, and of the update under way where there is one. Networks and update stay as they are: the tensors are theirs.
    /// </summary>
    public static CheckpointContent Of(ExperimentState state, LearnerState learner, UpdateJournal? update) => new(
        state with { Networks = [.. learner.Networks.Select(network => network.Structure)] },
        [
            .. learner.Networks.SelectMany((network, k) =>
                network.NamedState().Select(entry => ($"{NetworkPrefix}{k}.{entry.Name}", entry.Value))),
            ("memory.training", tensor(learner.Remembered.Training)),
            ("memory.validation", tensor(learner.Remembered.Validation)),
            ("member_weights", tensor(learner.MemberWeights.ToArray())),
            .. update?.Tensors().Select(entry => (UpdatePrefix + entry.Name, entry.Value)) ?? [],
        ]);

    /// <summary>
    /// The same, whatever becomes of the update. The networks are not copied: those of earlier updates stay as they are, and those
    /// in training get the values of the update when they are read back.
    /// </summary>
    public CheckpointContent Copy()
    {
        using var noGradient = no_grad();
        return this with
        {
            Tensors = [.. Tensors.Select(entry =>
                (entry.Name, (IsOfNetwork(entry.Name) ? entry.Value.alias() : entry.Value.clone()).DetachFromDisposeScope()))]
        };
    }

    /// <summary>Only for a copy: its tensors are its own.</summary>
    public void Dispose()
    {
        foreach (var (_, value) in Tensors) value.Dispose();
    }

    private static bool IsOfNetwork(string name) => name.StartsWith(NetworkPrefix, StringComparison.Ordinal);
}
