namespace Alma.Learning;

/// <summary>
/// What a message tells to set in another way. A program sets a property of this name; who reads configs knows which key a user has typed
/// for it.
/// </summary>
public enum LearningSetting
{
    /// <summary>How many parts the training data is cut into.</summary>
    MegabatchCount,

    TrainingBatchSize,

    EvaluationBatchSize,

    ValidationProportion,

    /// <summary>The model that a learner trains.</summary>
    Model,

    /// <summary>Of a model that cuts images into patches.</summary>
    PatchSize,

    /// <summary>Of the optimizer.</summary>
    LearningRate,

    BudgetExamples,

    BudgetMultiplyAdds,

    /// <summary>The changes of training images, in their order.</summary>
    Augmentations,

    /// <summary>Of the random crop.</summary>
    PadIfNeeded,
}
