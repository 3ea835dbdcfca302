using Alma.Config;
using Alma.Learning;

namespace Alma.Experiments.Tests;

/// <summary>Numbers that nobody means, in every number of recipes: each is read or refused in words.</summary>
public sealed class AbsurdNumberTests
{
    private static readonly string[] absurd =
        ["0", "-1", "2147483647", "2147483648", "-9223372036854775808", "99999999999999999999", "1e300", "-0.5", "nan", "inf"];

    [Theory]
    [InlineData("mnist/test_usage_gmoe")]
    [InlineData("cifar10/test_firefly")]
    [InlineData("cifar10/test_usage_gmoe")]
    [InlineData("cifar10/transfer_subnet_vgg")]
    [InlineData("mnist/ensemble")]
    public void Read_AbsurdNumber_IsReadOrRefused(string recipe)
    {
        var refused = 0;
        foreach (var key in Numbers(TinyRun.Request(recipe).Config.Top))
            foreach (var number in absurd)
                if (!Reads(recipe, $"{key}={number}")) refused++;

        Assert.InRange(refused, absurd.Length, int.MaxValue);
    }

    private static bool Reads(string recipe, string typed)
    {
        try
        {
            TinyRun.Request(recipe, typed);
            return true;
        }
        catch (Exception refusal) when (refusal is ConfigException or LearningException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Numbers(ConfigNode node) => node switch
    {
        ConfigMapping section => section.Entries.SelectMany(entry => Numbers(entry.Value)),
        ConfigSequence list => list.Items.SelectMany(Numbers),
        ConfigScalar { Value: long or double } number => [number.Path],
        _ => [],
    };
}
