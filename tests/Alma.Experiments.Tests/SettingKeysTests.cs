using System.Text.RegularExpressions;
using Alma.Learning;
using Alma.Learning.Training;

namespace Alma.Experiments.Tests;

/// <summary>Learning names settings, and a user is told the keys that were typed for them.</summary>
public sealed partial class SettingKeysTests
{
    public static TheoryData<LearningSetting> Settings() => new(Enum.GetValues<LearningSetting>());

    [Theory]
    [MemberData(nameof(Settings))]
    public void Setting_OfLearning_HasAKeyOfItsOwn(LearningSetting setting) =>
        Assert.Single(Enum.GetValues<LearningSetting>(), other => SettingKeys.Of(other) == SettingKeys.Of(setting));

    [Fact]
    public void Message_OfAFailureOfLearning_HasKeysForUsersAndNamesForPrograms()
    {
        var failure = new TrainingDivergedException(3, 1, "step 2", double.NaN);

        Assert.Contains(
            "NaN at megabatch 3, epoch 1, step 2. Try a smaller LearningRate, another optimizer, or a larger TrainingBatchSize; and check",
            failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            failure.Message.Replace("LearningRate", "clmodel.optim.lr", StringComparison.Ordinal)
                .Replace("TrainingBatchSize", "clmodel.training_batch_size", StringComparison.Ordinal),
            SettingKeys.Message(failure));
    }

    [Fact]
    public void Message_WithoutSettings_IsItself()
    {
        Assert.Equal("No.", SettingKeys.Message(new LearningException("No.")));
        Assert.Equal("1.5 GB of 3.", SettingKeys.Message(new LearningException($"{1.49:F1} GB of {3}.")));
    }

    // One literal among them that is not interpolated makes them a string, in which settings have their names for good.
    [Fact]
    public void Texts_ThatNameSettings_AreInterpolatedThroughout()
    {
        var texts = Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Texts().Matches(File.ReadAllText(file)).Select(text => text.Value))
            .Where(text => text.Contains("{LearningSetting.", StringComparison.Ordinal))
            .ToList();

        Assert.True(texts.Count > 10, $"only {texts.Count} of the texts are found");
        Assert.DoesNotContain(texts, text => Plain().IsMatch(text));
    }

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Alma.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src", "Alma.Learning");
    }

    [GeneratedRegex(@"(?:new |: )LearningException\((?:[^;""]|""(?:[^""\\]|\\.)*"")*?\);")]
    private static partial Regex Texts();

    [GeneratedRegex(@"(?:Exception\(|\+)\s*""")]
    private static partial Regex Plain();
}
