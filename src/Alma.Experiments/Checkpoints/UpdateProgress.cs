using Alma.Learning.Training;

namespace Alma.Experiments.Checkpoints;

/// <summary>The update that was under way when a checkpoint was saved.</summary>
/// <param name="EpochCount">Epochs that are through, in all its trainings.</param>
/// <param name="StepCount">Steps that are through, in all its trainings.</param>
public sealed record UpdateProgress(UpdateRecord Record, int EpochCount, long StepCount);
