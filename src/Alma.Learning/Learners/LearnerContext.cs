using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Learners;

/// <summary>What a learner works with: its task, its seeds, its device, and whoever watches or stops it.</summary>
public sealed record LearnerContext(
    LearningTask Task, Seeds Seeds, Device Device, ITrainingProgress Progress, CancellationToken Cancellation)
{
    /// <summary>How far the update under way has come.</summary>
    public UpdateJournal Update { get; init; } = new();
}
