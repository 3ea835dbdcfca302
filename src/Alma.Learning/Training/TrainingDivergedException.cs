namespace Alma.Learning.Training;

/// <summary>The loss became infinite or not a number.</summary>
public sealed class TrainingDivergedException(int megabatch, int epoch, string step, double loss) : LearningException(
    $"Training diverged: the loss is {loss} at megabatch {megabatch}, epoch {epoch}, {step}. "
    + "Try a smaller clmodel.optim.lr, another optimizer, or a larger clmodel.training_batch_size; "
    + "and check the data for constant or corrupt images.");
