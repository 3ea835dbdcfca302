namespace Alma.Config.Tests;

/// <summary>What a <c>defaults</c> list and choices of groups come to, as in Hydra.</summary>
public sealed class HydraCompositionTests : IDisposable
{
    private static readonly Dictionary<string, string> files = new()
    {
        ["base.yaml"] = "seed: 1\n",
        ["model/mlp.yaml"] = "kind: mlp\nsize: 1\n",
        ["model/vgg.yaml"] = "kind: vgg\n",
        ["model/50.yaml"] = "kind: fifty\n",
        ["model/007.yaml"] = "kind: seven\n",
        ["clmodel/big.yaml"] = "defaults:\n- /model: vgg\nsize: 9\n",
        ["clmodel/relative.yaml"] = "defaults:\n- optim: sgd\n",
        ["clmodel/global.yaml"] = "defaults:\n- /model@_global_: vgg\n",
        ["clmodel/optim/sgd.yaml"] = "lr: 1\n",
        ["clmodel/optim/adam.yaml"] = "lr: 2\n",
        ["experiment/wide.yaml"] = "# An experiment.\n# @package _global_\ndefaults:\n- override /model: vgg\nwidth: 7\n",
        ["experiment/named.yaml"] = "# @package other.place\nwidth: 7\n",
        ["experiment/plain.yaml"] = "width: 7\n",
    };

    private readonly TemporaryFolder folder = new();

    public HydraCompositionTests()
    {
        foreach (var (name, text) in files) folder.Write("recipes/" + name, text);
        folder.Write("shared/one.yaml", "of: all\n");
    }

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string> Composed => new()
    {
        { "- model: mlp", "model=50", "model:\n  kind: fifty\n" },
        { "- model: mlp", "model=007", "model:\n  kind: seven\n" },
        { "- model: 50", "", "model:\n  kind: fifty\n" },
        { "- model: 007", "", "model:\n  kind: seven\n" },
        { "- model: mlp", "model='vgg'", "model:\n  kind: vgg\n" },
        { "- model: mlp", "model=[mlp,vgg]", "model:\n  kind: vgg\n  size: 1\n" },
        { "- model: mlp", "model.kind=x", "model:\n  kind: x\n  size: 1\n" },
        { "- model: mlp", "model={kind: x}", "model:\n  kind: x\n  size: 1\n" },
        { "- model: mlp", "~model", "{}\n" },
        { "- model: mlp", "~model=mlp", "{}\n" },
        { "- model: mlp\n- override model: vgg", "", "model:\n  kind: vgg\n" },
        { "- model: mlp\n- override /model: vgg", "", "model:\n  kind: vgg\n" },
        { "- model: mlp\n- override model: vgg", "model=50", "model:\n  kind: fifty\n" },
        { "- model: ???", "model=vgg", "model:\n  kind: vgg\n" },
        { "- model: null", "model=vgg", "model:\n  kind: vgg\n" },
        { "- optional model: none", "", "{}\n" },
        { "- optional model@a: vgg", "", "a:\n  kind: vgg\n" },
        { "- model@a: vgg", "", "a:\n  kind: vgg\n" },
        { "- model@a.b: vgg", "", "a:\n  b:\n    kind: vgg\n" },
        { "- model@_global_: vgg", "", "kind: vgg\n" },
        { "- model@_here_: vgg", "", "kind: vgg\n" },
        { "- model@_group_: vgg", "", "model:\n  kind: vgg\n" },
        { "- model@a: vgg\n- model@b: vgg", "model@b=50", "a:\n  kind: vgg\nb:\n  kind: fifty\n" },
        { "- model@a: vgg\n- override model@a: 50", "", "a:\n  kind: fifty\n" },
        { "- model@a: vgg\n- model@b: vgg", "~model@a", "b:\n  kind: vgg\n" },
        { "- model@_global_: vgg", "model@=50", "kind: fifty\n" },
        { "- model/vgg", "", "model:\n  kind: vgg\n" },
        { "- model/vgg@a", "", "a:\n  kind: vgg\n" },
        { "- /base", "", "seed: 1\n" },
        { "- clmodel: big", "", "clmodel:\n  model:\n    kind: vgg\n  size: 9\n" },
        { "- clmodel: big", "model@clmodel.model=50", "clmodel:\n  model:\n    kind: fifty\n  size: 9\n" },
        { "- clmodel: global", "", "kind: vgg\nclmodel: {}\n" },
        { "- clmodel: relative", "clmodel/optim=adam", "clmodel:\n  optim:\n    lr: 2\n" },
        { "- clmodel: relative\n- override clmodel/optim: adam", "", "clmodel:\n  optim:\n    lr: 2\n" },
        { "- /shared: one", "", "shared:\n  of: all\n" },
        { "", "+shared=one", "shared:\n  of: all\n" },
        { "- model: mlp", "+experiment=wide", "model:\n  kind: vgg\nwidth: 7\n" },
        { "- model: mlp\n- experiment: wide", "", "model:\n  kind: vgg\nwidth: 7\n" },
        { "- model: mlp\n- experiment: wide", "model=50", "model:\n  kind: fifty\nwidth: 7\n" },
        { "- model: mlp\n- experiment: null", "experiment=wide", "model:\n  kind: vgg\nwidth: 7\n" },
        { "", "+experiment=plain", "experiment:\n  width: 7\n" },
        { "", "+experiment=named", "other:\n  place:\n    width: 7\n" },
        { "", "+experiment@a=named", "a:\n  width: 7\n" },
        { "", "+experiment@_global_=plain", "width: 7\n" },
        { "", "+model=[mlp,50]", "model:\n  kind: fifty\n  size: 1\n" },
        { "- model: vgg\n- model@copy: ${model}", "", "model:\n  kind: vgg\ncopy:\n  kind: vgg\n" },
        { "- model: vgg\n- model@copy: ${model}", "model=50", "model:\n  kind: fifty\ncopy:\n  kind: fifty\n" },
        { "- hydra/launcher: x\n- override /hydra/job_logging: y\n- base", "", "seed: 1\n" },
    };

    [Theory]
    [MemberData(nameof(Composed))]
    public void Defaults_AndChoices_ComeToWhatHydraMakesOfThem(string defaults, string typed, string yaml) =>
        Assert.Equal(yaml, Load(defaults, typed).ToYaml());

    [Theory]
    [InlineData("- base\n- _self_", "seed: 2\n")]
    [InlineData("- _self_\n- base", "seed: 1\n")]
    [InlineData("- base", "seed: 2\n")]
    public void Self_SaysWhatWins(string defaults, string yaml) => Assert.Equal(yaml, Load(defaults, "", "seed: 2\n").ToYaml());

    [Theory]
    [InlineData(
        "- model: ???",
        "",
        "recipe.yaml:2:3: the group 'model' is marked ??? and must be chosen: model=OPTION. Valid options: 007, 50, mlp, vgg.")]
    [InlineData(
        "- model: mlp",
        "model=zzzz",
        "override 'model=zzzz': the group 'model' has no option 'zzzz': the file 'model/zzzz.yaml' is not there. "
        + "Valid options: 007, 50, mlp, vgg.")]
    [InlineData(
        "- model: mlp",
        "model=5",
        "override 'model=5': the group 'model' has no option '5': the file 'model/5.yaml' is not there. Did you mean '50'?")]
    [InlineData("- model: mlp", "~model=vgg", "override '~model=vgg': the option of the group 'model' is mlp, so it is not deleted.")]
    [InlineData(
        "- model: mlp",
        "model@a=vgg",
        "override 'model@a=vgg': there is no group 'model@a' among the defaults. Did you mean 'model'? To add it: +model@a=vgg.")]
    [InlineData(
        "- model: mlp",
        "clmodel/optim=sgd",
        "override 'clmodel/optim=sgd': there is no group 'clmodel/optim' among the defaults. Valid groups: model. "
        + "To add it: +clmodel/optim=sgd.")]
    [InlineData(
        "- model: mlp",
        "+model=vgg",
        "override '+model=vgg': the group 'model' is already chosen, at recipe.yaml:2:3: mlp. "
        + "To change a choice that another item makes: model=vgg.")]
    [InlineData(
        "- model: mlp",
        "++model=vgg",
        "override '++model=vgg': 'model' is a group of files: +model=OPTION adds it, model=OPTION chooses another; ++ does neither.")]
    [InlineData(
        "",
        "+model=zzzz",
        "override '+model=zzzz': the group 'model' has no option 'zzzz': the file 'model/zzzz.yaml' is not there. "
        + "Valid options: 007, 50, mlp, vgg.")]
    [InlineData(
        "- model: mlp\n- override modle: vgg",
        "",
        "recipe.yaml:3:3: there is no '- modle: ...' among the defaults to override. Did you mean 'model'?")]
    [InlineData(
        "- override model: vgg\n- model: mlp",
        "",
        "recipe.yaml:3:3: this item comes after 'override model' (recipe.yaml:2:3); items that override stand at the end of the list.")]
    [InlineData(
        "- model: mlp\n- model: vgg",
        "",
        "recipe.yaml:2:3: the group 'model' is already chosen, at recipe.yaml:3:3: vgg. To change a choice that another item makes: '- "
        + "override model: mlp', at the end of the list.")]
    [InlineData("- _self_\n- base\n- _self_", "", "recipe.yaml:4:3: '_self_' stands here for the second time.")]
    [InlineData(
        "- model@copy: ${modle}\n- model: mlp",
        "",
        "recipe.yaml:2:3: ${modle} refers to no group that the defaults choose an option of. Did you mean 'model'?")]
    [InlineData(
        "- model: mlp",
        "model@a={b: 1}",
        "override 'model@a={b: 1}': 'model@a' names a group of files, which takes the name of an option, or a list of names.")]
    [InlineData("", "+nothing/there=x", "override '+nothing/there=x': there is no folder of options 'nothing/there' in . or ..")]
    public void Choice_ThatCannotBe_IsRefused(string defaults, string typed, string message)
    {
        var refusal = Assert.Throws<ConfigException>(() => Load(defaults, typed)).Message;
        var recipes = Path.Combine(folder.FullPath, "recipes");
        Assert.Equal(message, refusal.Replace(recipes + "/", "", StringComparison.Ordinal)
            .Replace($"{recipes} or {folder.FullPath}.", ". or ..", StringComparison.Ordinal));
    }

    private ConfigTree Load(string defaults, string typed, string own = "") =>
        ConfigTree.Load(
            folder.Write("recipes/recipe.yaml", (defaults.Length == 0 ? "" : $"defaults:\n{defaults}\n") + own),
            typed.Length == 0 ? [] : [typed]);
}
