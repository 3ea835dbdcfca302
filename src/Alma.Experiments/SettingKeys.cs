using Alma.Config;
using Alma.Learning;

namespace Alma.Experiments;

/// <summary>What a user has typed for the settings that learning knows: the keys of configs.</summary>
public static class SettingKeys
{
    /// <summary>The message of a failure, with keys for settings.</summary>
    public static string Message(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is LearningException learning ? learning.MessageWith(Of) : failure.Message;
    }

    /// <summary>The key of a setting.</summary>
    public static string Of(LearningSetting setting) => setting switch
    {
        LearningSetting.MegabatchCount => RunKeys.MegabatchCount,
        LearningSetting.TrainingBatchSize => RunKeys.TrainingBatchSize,
        LearningSetting.EvaluationBatchSize => RunKeys.EvaluationBatchSize,
        LearningSetting.ValidationProportion => RunKeys.ValidationProportion,
        LearningSetting.Model => RunKeys.Model,
        LearningSetting.PatchSize => RunKeys.PatchSize,
        LearningSetting.LearningRate => RunKeys.LearningRate,
        LearningSetting.BudgetExamples => RunKeys.BudgetExamples,
        LearningSetting.BudgetMultiplyAdds => RunKeys.BudgetMultiplyAdds,
        LearningSetting.Augmentations => RunKeys.Augmentations,
        LearningSetting.PadIfNeeded => RunKeys.PadIfNeeded,
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, "a setting that no key is for"),
    };
}
