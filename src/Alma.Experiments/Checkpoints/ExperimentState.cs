using System.Text.Json.Serialization;
using Alma.Learning.Metrics;
using Alma.Learning.Networks;

namespace Alma.Experiments.Checkpoints;

/// <summary>How far a run has come: what a checkpoint holds beside weights and replay memory.</summary>
/// <param name="NextMegabatch">The first megabatch not learned from yet.</param>
/// <param name="Metrics">Of the megabatches before it.</param>
/// <param name="MetricBytes">How long <c>metrics.jsonl</c> was; later rows are dropped on resume.</param>
/// <param name="Networks">The structures of the learner's networks.</param>
/// <param name="Update">How far the update on the next megabatch is, or null where it has not begun.</param>
public sealed record ExperimentState(
    int NextMegabatch, AnytimeMetrics Metrics, long MetricBytes, IReadOnlyList<NetworkStructure> Networks, UpdateProgress? Update = null)
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
