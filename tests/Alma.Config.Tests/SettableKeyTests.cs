namespace Alma.Config.Tests;

public sealed class SettableKeyTests
{
    private static readonly string[] settable = ["seed", "checkpoint"];

    [Fact]
    public void AnOverride_OfASettableKeyTheFileLacks_SetsIt()
    {
        Assert.Equal(3L, Scalar("seed", "seed=3"));
        Assert.Equal(false, Scalar("checkpoint.keep_models", "checkpoint.keep_models=false"));
    }

    [Fact]
    public void AnOverride_OfAKeyThatIsNotSettable_IsRefusedAndTheSettableOnesAreSuggested()
    {
        Assert.Equal("override 'sed=3': there is no 'sed'. Did you mean 'seed'? To add it: +sed=3.", Refused("sed=3"));
        Assert.Equal(
            "override 'replay=1': there is no 'replay'. Valid keys: depth, model, seed, checkpoint. To add it: +replay=1.",
            Refused("replay=1"));
    }

    [Fact]
    public void AnOverride_OfAKeyThatIsElsewhere_PointsThere() =>
        Assert.Equal(
            "override 'layer_count=3': there is no 'layer_count'. Did you mean 'model.layer_count'? To add it: +layer_count=3.",
            Refused("layer_count=3"));

    [Fact]
    public void ADeletion_OfASettableKeyTheFileLacks_IsRefused() =>
        Assert.Contains("there is no 'seed'", Refused("~seed"));

    private static object? Scalar(string path, string change) => ((ConfigScalar)Tree(change).Find(path)!).Value;

    private static string Refused(string change) => Assert.Throws<ConfigException>(() => Tree(change)).Message;

    private static ConfigTree Tree(string change) =>
        ConfigTree.Parse("depth: 1\nmodel:\n  layer_count: 2\n", "recipe.yaml", [change], settable);
}
