using System.Text.Json.Serialization;
using Alma.Learning.Learners;
using Alma.Learning.Metrics;
using Alma.Learning.Networks;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>How far a run has come: what a checkpoint holds beside weights and replay memory.</summary>
/// <param name="NextMegabatch">The first megabatch not learned from yet.</param>
/// <param name="Metrics">Of the megabatches before it.</param>
/// <param name="MetricBytes">How long <c>metrics.jsonl</c> was; later rows are dropped on resume.</param>
/// <param name="Networks">The structures of the learner's networks.</param>
/// <param name="Update">How far the update on the next megabatch is, or null where it has not begun.</param>
public sealed record ExperimentState(
    int NextMegabatch, AnytimeMetrics Metrics, long MetricBytes, IReadOnlyList<NetworkStructure> Networks, UpdateState? Update = null)
{
    /// <summary>
    /// The order in which the classes of the data set come, where the first megabatch has not all of them and networks grow by those that
    /// come later. Null also in checkpoints of earlier versions, whose networks have outputs for all classes from the start.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? ClassOrder { get; init; }

    /// <summary>Before the first megabatch.</summary>
    public static ExperimentState Start { get; } = new(0, AnytimeMetrics.Start, 0, []);
}

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
    public static CheckpointContent Of(ExperimentState state, LearnerState learner, ResumableUpdate? update) => new(
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
