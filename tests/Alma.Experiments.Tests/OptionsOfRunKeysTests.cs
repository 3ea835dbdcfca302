using System.Reflection;
using Alma.Config;

namespace Alma.Experiments.Tests;

/// <summary>What reports and sweeps read by name is there to be read.</summary>
public sealed class OptionsOfRunKeysTests
{
    public static TheoryData<string> Keys() =>
        [.. typeof(RunKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_OfARun_IsOneOfTheOptions(string key) =>
        Assert.Contains(
            TinyRun.Request("mnist/adaboost").Values.Keys,
            name => $".{name}.".Contains($".{key}.", StringComparison.Ordinal));
}
