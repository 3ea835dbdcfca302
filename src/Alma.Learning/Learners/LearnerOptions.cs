using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Which learner a run follows, and how: the section <c>clmodel</c>.</summary>
public abstract record LearnerOptions : TrainingOptions
{
    /// <summary>The architecture of its networks.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Where it trains: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>; by default where the run's <c>device</c> says.</summary>
    [RegularExpression(@"cpu|cuda(:\d{1,3})?", ErrorMessage = "cpu, cuda or cuda:N")]
    public string? Device { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect: the data is always in memory.</summary>
    public bool CacheDl { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect: batches are gathered from memory.</summary>
    public int TrainingNumWorkers { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect: batches are gathered from memory.</summary>
    public int ValidationNumWorkers { get; init; }

    /// <summary>Refuses, before anything is begun, a model that does not fit the learner or the images.</summary>
    /// <exception cref="LearningException">It does not.</exception>
    public virtual void RefuseMisfit(ImageShape inputShape, int classCount) => Model.Structure(inputShape, classCount);

    /// <summary>The structure that networks begin with.</summary>
    public virtual NetworkStructure InitialStructure(ImageShape inputShape, int classCount) => Model.Structure(inputShape, classCount);

    /// <summary>The networks that a run of so many updates comes to, or null where the model does not know its size.</summary>
    public NetworkDemand? Demand(ImageShape inputShape, int classCount, int updateCount) =>
        Size(Model.Structure(inputShape, classCount), updateCount) is { } largest
            ? new(largest, HeldCount(updateCount), TrainedCount)
            : null;

    /// <summary>Networks that the first update makes.</summary>
    public int FirstNetworkCount => (int)Math.Min(HeldCount(1), int.MaxValue);

    /// <summary>Networks held after so many updates.</summary>
    protected virtual double HeldCount(int updateCount) => 1;

    /// <summary>Networks trained side by side.</summary>
    protected virtual double TrainedCount => 1;

    /// <summary>Of the largest network after so many updates.</summary>
    protected virtual NetworkSize? Size(NetworkStructure initial, int updateCount) => initial.SizeAfter(0);

    /// <summary>A learner that has seen nothing yet.</summary>
    /// <exception cref="LearningException">The options do not fit together or do not fit the task.</exception>
    public abstract Learner Build(LearnerContext context);
}

/// <summary>Which networks a learner comes to hold over a run: what its memory is estimated by.</summary>
/// <param name="Largest">The size of the largest of them.</param>
/// <param name="HeldCount">Held in the end, to predict with.</param>
/// <param name="TrainedCount">Trained side by side.</param>
public sealed record NetworkDemand(NetworkSize Largest, double HeldCount, double TrainedCount);
