using Alma.Learning.Networks;

namespace Alma.Learning.Learners;

/// <summary>
/// What a learner must hold after a number of updates: what a checkpoint is checked against before anything is made of it.
/// </summary>
/// <param name="Initial">The structure that its networks begin with; growth may have enlarged it.</param>
/// <param name="NetworkCount">Networks it then holds.</param>
/// <param name="TrainingCount">Trainings of an update, one after the other.</param>
/// <param name="ModelCount">Models that a training trains side by side.</param>
/// <param name="IsWeighted">Whether each network has a weight.</param>
public sealed record LearnerHolding(
    NetworkStructure Initial, long NetworkCount, int TrainingCount = 1, int ModelCount = 1, bool IsWeighted = false);
