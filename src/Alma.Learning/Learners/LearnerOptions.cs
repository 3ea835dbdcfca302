using Alma.Learning.Architectures;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Which learner a run follows, and how: the section <c>clmodel</c>.</summary>
public abstract record LearnerOptions : TrainingOptions
{
    /// <summary>The architecture of its networks.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>A learner that has seen nothing yet.</summary>
    /// <exception cref="LearningException">The options do not fit together or do not fit the task.</exception>
    public abstract Learner Build(LearnerContext context);
}
