using Alma.Learning.Networks;

namespace Alma.Learning.Learners;

/// <summary>Which networks a learner comes to hold over a run: what its memory is estimated by.</summary>
/// <param name="Largest">The size of the largest of them.</param>
/// <param name="HeldCount">Held in the end, to predict with.</param>
/// <param name="TrainedCount">Trained side by side.</param>
public sealed record NetworkDemand(NetworkSize Largest, double HeldCount, double TrainedCount);
