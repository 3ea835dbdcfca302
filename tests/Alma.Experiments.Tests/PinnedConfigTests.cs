using System.Globalization;
using Alma.Config;
using Alma.Experiments.Checkpoints;
using Alma.Learning;

namespace Alma.Experiments.Tests;

/// <summary>
/// Every number and truth of recipes, changed: a checkpoint's config tells each from what it was, but for keys that may change.
/// </summary>
public sealed class PinnedConfigTests
{
    [Theory]
    [InlineData("mnist/test_usage_gmoe")]
    [InlineData("mnist/bagging")]
    [InlineData("mnist/boosting")]
    [InlineData("cifar10/test_firefly")]
    [InlineData("cifar10/transfer_subnet_vgg")]
    public void Differences_AfterAnyValueWasChanged_AreThatKeyUnlessItIsFree(string recipe)
    {
        var tied = PinnedConfig.Of(TinyRun.Request(recipe));
        var changed = 0;
        foreach (var leaf in Leaves(TinyRun.Request(recipe).Config.Top))
        {
            if (Changed(recipe, leaf) is not { } request) continue;
            changed++;
            var differences = tied.DifferencesTo(request).Select(difference => difference.Key).ToArray();
            // What others refer to changes them too.
            if (RunKeys.IsChangeable(leaf.Path))
                Assert.Empty(differences);
            else if (request.Config.Find(leaf.Path) is { } && tied.Values.ContainsKey(leaf.Path)) Assert.Contains(leaf.Path, differences);
        }
        Assert.InRange(changed, 5, int.MaxValue);
    }

    [Theory]
    [InlineData("clmodel.optim.lr=1", "clmodel.optim.lr=1.0")]
    [InlineData("clmodel.optim.lr=1", "clmodel.optim.lr=1e0")]
    [InlineData("seed=10", "seed=1e1")]
    [InlineData("clmodel.class_name=Finetune_Grow", "clmodel.class_name=crlapi.sl.clmodels.finetune_grow.Finetune_Grow")]
    [InlineData("seed=0", "threads=3", "checkpoint.every_epochs=7", "logger.modulo=9")]
    public void Differences_OfTheSameValues_AreNone(string was, params string[] now)
    {
        Assert.Empty(
            PinnedConfig.Of(TinyRun.Request("mnist/test_usage_gmoe", was)).DifferencesTo(TinyRun.Request("mnist/test_usage_gmoe", now)));
    }

    [Fact]
    public void Differences_OfAnotherClass_NameTheClassAlone()
    {
        var tied = PinnedConfig.Of(TinyRun.Request("mnist/test_finetune_mlp"));
        var other = TinyRun.Request("mnist/test_finetune_mlp", "~clmodel.optim", "+clmodel.optim={class_name: SGD, lr: 0.1}");

        var difference = Assert.Single(tied.DifferencesTo(other), difference => difference.Key == "clmodel.optim.class_name");

        Assert.Equal(("clmodel.optim.class_name", "SGD"), (difference.WrittenKey, difference.Is));
    }

    [Theory]
    [InlineData("", "+clmodel.kornia_augs=[{name: RandomErasing}]", "clmodel.kornia_augs is a list of 1, and was null")]
    [InlineData("+clmodel.kornia_augs=[{name: RandomErasing}]", "", "clmodel.kornia_augs is null, and was a list of 1")]
    [InlineData(
        "+clmodel.kornia_augs=[{name: RandomErasing}]",
        "+clmodel.kornia_augs=[{name: RandomErasing}, {name: RandomErasing}]",
        "clmodel.kornia_augs is a list of 2, and was a list of 1")]
    public void Differences_OfListsOfOtherLengths_NameTheList(string was, string now, string difference)
    {
        string[] Words(string word) => word.Length == 0 ? [] : [word];
        var tied = PinnedConfig.Of(TinyRun.Request("mnist/test_finetune_mlp", Words(was)));

        Assert.Contains(tied.DifferencesTo(TinyRun.Request("mnist/test_finetune_mlp", Words(now))), one =>
            one.ToString().EndsWith(difference, StringComparison.Ordinal));
    }

    // A key of an earlier or a later version is no difference.
    [Fact]
    public void Differences_OfKeysThatOnlyOneKnows_AreNone()
    {
        var request = TinyRun.Request("mnist/test_finetune_mlp");
        var values =
            PinnedConfig.Of(request).Values.Where(value => value.Key != "clmodel.patience").Append(new("clmodel.gone", "1")).ToDictionary();

        Assert.Empty(new PinnedConfig(values).DifferencesTo(request));
    }

    private static RunRequest? Changed(string recipe, ConfigScalar leaf)
    {
        string[] others = leaf.Value switch
        {
            bool truth => [truth ? "false" : "true"],
            long whole => [$"{whole + 1}", $"{whole - 1}", $"{whole * 2}"],
            double number => [(number == 0 ? 0.5 : number / 2).ToString("R", CultureInfo.InvariantCulture)],
            _ => [],
        };
        return others.Select(other => Read(recipe, $"{leaf.Path}={other}")).FirstOrDefault(request => request is not null);
    }

    private static RunRequest? Read(string recipe, string changed)
    {
        try
        {
            return TinyRun.Request(recipe, changed);
        }
        catch (Exception refusal) when (refusal is ConfigException or LearningException)
        {
            return null;
        }
    }

    private static IEnumerable<ConfigScalar> Leaves(ConfigNode node) => node switch
    {
        ConfigMapping section => section.Entries.SelectMany(entry => Leaves(entry.Value)),
        ConfigSequence list => list.Items.SelectMany(Leaves),
        ConfigScalar leaf => [leaf],
        _ => [],
    };
}
