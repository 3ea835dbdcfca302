namespace Alma.Config.Tests;

public sealed class OverrideTests
{
    private const string Yaml = """
        clmodel:
          max_epochs: 10
          optim: {lr: 0.1}
          augs:
            - name: RandomCrop
              size: [32, 32]
          model:
        device: cuda
        """;

    [Theory]
    [InlineData("device=cpu", "device", "cpu")]
    [InlineData("clmodel.max_epochs=3", "clmodel.max_epochs", 3L)]
    [InlineData("clmodel.augs.0.size.1=28", "clmodel.augs.0.size.1", 28L)]
    [InlineData("+seed=5", "seed", 5L)]
    [InlineData("+new.section.key=5", "new.section.key", 5L)]
    [InlineData("+clmodel.model.k=5", "clmodel.model.k", 5L)]
    [InlineData("+clmodel.model=5", "clmodel.model", 5L)]
    [InlineData("++seed=5", "seed", 5L)]
    [InlineData("++device=cpu", "device", "cpu")]
    [InlineData("+clmodel.optim={momentum:0.9}", "clmodel.optim.lr", 0.1)]
    [InlineData("clmodel.optim={lr:1.}", "clmodel.optim.lr", 1.0)]
    public void Override_OfEachKind_GivesItsValue(string text, string path, object expected)
    {
        var node = Assert.IsType<ConfigScalar>(Given.Tree(Yaml, text).Find(path));

        Assert.Equal(expected, node.Value);
    }

    [Theory]
    [InlineData("~device", "device")]
    [InlineData("~device=cuda", "device")]
    [InlineData("~clmodel.optim", "clmodel.optim")]
    [InlineData("~clmodel.augs.0", "clmodel.augs.0")]
    [InlineData("~clmodel.augs.0.size=[32,32]", "clmodel.augs.0.size")]
    [InlineData("~clmodel.model", "clmodel.model")]
    public void Override_WithTilde_Deletes(string text, string path) => Assert.Null(Given.Tree(Yaml, text).Find(path));

    [Fact]
    public void Overrides_OfOneKey_ApplyInTheOrderTyped() => Assert.Equal(3L, Given.Value(Yaml, "seed", "+seed=1", "seed=2", "++seed=3"));

    [Fact]
    public void Override_KeepsThePlaceOfTheKey() =>
        Assert.Equal(["clmodel", "device"], Given.Tree(Yaml, "clmodel=1").Top.Entries.Select(entry => entry.Key));

    [Fact]
    public void Override_IsTheOriginOfItsValue()
    {
        var origin = Given.Tree(Yaml, "clmodel.max_epochs=3").Find("clmodel.max_epochs")!.Origin;

        Assert.True(origin.IsOverride);
        Assert.Equal("clmodel.max_epochs=3", origin.Override);
        Assert.Equal("override 'clmodel.max_epochs=3'", origin.ToString());
    }

    [Theory]
    [InlineData(
        "clmodel.max_epoch=3", "there is no 'clmodel.max_epoch'. Did you mean 'clmodel.max_epochs'? To add it: +clmodel.max_epoch=3.")]
    [InlineData("max_epochs=3", "there is no 'max_epochs'. Did you mean 'clmodel.max_epochs'? To add it: +max_epochs=3.")]
    [InlineData("clmodle.optim.lr=3", "there is no 'clmodle'. Did you mean 'clmodel'? To add it: +clmodle.optim.lr=3.")]
    [InlineData("zzz=3", "there is no 'zzz'. Valid keys: clmodel, device. To add it: +zzz=3.")]
    [InlineData("device.index=3", "there is no 'device.index'. 'device' is a single value: it has no keys.")]
    [InlineData("+device.index=3", "there is no 'device.index' to give a value. 'device' is a single value: it has no keys.")]
    [InlineData("clmodel.augs.1=3", "there is no 'clmodel.augs.1'. 'clmodel.augs' is a list: valid are 0 to 0.")]
    [InlineData("+clmodel.augs.1=3", "there is no 'clmodel.augs.1' to give a value. 'clmodel.augs' is a list: valid are 0 to 0.")]
    [InlineData("+device=cpu", "'device' is already there, at recipe.yaml:8:9. To change it: device=cpu or ++device=cpu.")]
    [InlineData(
        "+clmodel.optim=3", "'clmodel.optim' is already there, at recipe.yaml:3:10. To change it: clmodel.optim=3 or ++clmodel.optim=3.")]
    [InlineData("~devices", "there is no 'devices'. Did you mean 'device'?")]
    [InlineData("~device=cpu", "the value of 'device' is cuda (recipe.yaml:8:9), so it is not deleted.")]
    [InlineData("~clmodel.optim={lr:2}", "the value of 'clmodel.optim' is a section or list (recipe.yaml:3:10), so it is not deleted.")]
    [InlineData(
        "clmodel.optim={lrr:2}", "there is no 'clmodel.optim.lrr'. Did you mean 'clmodel.optim.lr'? To add it: ++clmodel.optim={lrr:2}.")]
    public void Override_ThatDoesNotFit_IsRefused(string text, string message) =>
        Assert.Equal($"override '{text}': {message}", Given.Refusal(Yaml, text));

    [Theory]
    [InlineData("device: cpu")]
    [InlineData("device =cpu")]
    [InlineData("device")]
    [InlineData("+device")]
    [InlineData("--multirun")]
    [InlineData("=cpu")]
    [InlineData("a..b=1")]
    [InlineData("+++a=1")]
    [InlineData("")]
    public void Override_NotInTheGrammar_IsShownTheGrammar(string text) => Assert.Equal(
        $"override '{text}': expected key=value (change), +key=value (add), ++key=value (add or change) or ~key (delete), "
            + "without spaces before '='.",
        Given.Refusal(Yaml, text));

    [Theory]
    [InlineData("hydra.run.dir=/tmp/x")]
    [InlineData("hydra/launcher=submitit_local")]
    [InlineData("~hydra")]
    public void Override_OfHydraItself_HasNoEffect(string text) => Assert.Equal(Given.Tree(Yaml).ToYaml(), Given.Tree(Yaml, text).ToYaml());
}
