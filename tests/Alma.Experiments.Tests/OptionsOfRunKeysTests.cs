using System.Reflection;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Training;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments.Tests;

/// <summary>What reports and sweeps read by name, and what messages name, is there to be read.</summary>
public sealed class OptionsOfRunKeysTests
{
    public static TheoryData<string> Keys() =>
        [.. typeof(RunKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_OfARun_IsOneOfTheOptions(string key) => Assert.Contains(
        KnownKeys(), name => $".{name}.".Contains($".{key}.", StringComparison.Ordinal));

    private static IEnumerable<string> KnownKeys() =>
    [
        .. TinyRun.Request("mnist/adaboost").Values.Keys,
        .. ConfigBinder.KeysOf<BudgetOptions>().Select(key => $"budget.{key}"),
        .. ConfigBinder.KeysOf<MlpMixerOptions>().Select(key => $"clmodel.model.{key}"),
        .. ConfigBinder.KeysOf<RandomCropOptions>().Select(key => $"clmodel.kornia_augs.0.{key}"),
        .. ConfigBinder.KeysOf<OwnTrainOptions>().Select(key => $"stream.train.{key}"),
    ];
}
