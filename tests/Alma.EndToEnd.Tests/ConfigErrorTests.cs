using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// Everything that can be wrong with a config: one line that says where, and what would be right, and nothing left behind.
/// </summary>
public sealed class ConfigErrorTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("seed: 0", "sede: 0", ":39:1: unknown key 'sede'. Did you mean 'seed'?")]
    [InlineData("max_epochs: 60", "max_epoch: 60", ":18:3: unknown key 'clmodel.max_epoch'. Did you mean 'clmodel.max_epochs'?")]
    [InlineData(
        "    size_layers: 32\n", "", ":25:5: the section 'clmodel.model' has no key 'size_layers', which it needs: an integer such as 10.")]
    [InlineData("max_epochs: 60", "max_epochs: many", ":18:15: clmodel.max_epochs: found the text 'many', expected an integer such as 10.")]
    [InlineData("n_experts: 2", "n_experts: 0", ":28:16: clmodel.model.n_experts: found 0, valid is at least 1 and at most 1024.")]
    [InlineData(
        "class_name: Adadelta",
        "class_name: Adadelt",
        ":22:17: clmodel.optim.class_name: unknown class 'Adadelt'. Did you mean 'Adadelta'?")]
    [InlineData(
        "lr: 1.0", "lr: [1.0", ":23:9: this is not valid YAML from here on; a bracket or a quote may be left open, or a tag be wrong.")]
    [InlineData(
        "replay: 1.0\nseed: 0",
        "replay: ${seed}\nseed: ${replay}",
        ":38:9: interpolations go in a circle: replay (mine.yaml:38:9) -> seed (mine.yaml:39:7) -> replay.")]
    [InlineData(
        "class_name: Digits\n\nclmodel",
        "class_name: MNIST\n\nclmodel",
        ":8:5: stream.evaluation tests on mnist, but stream.train learns from digits; both must be of one data set.")]
    public void Run_RecipeWithAnError_IsRefused(string right, string wrong, string refusal)
    {
        var recipe = File.ReadAllText(Repository.In("configs", "digits", "gmoe.yaml"));
        Assert.Contains(right, recipe);
        workplace.Write("mine.yaml", recipe.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal("mine.yaml" + refusal, Refusal("run", "mine.yaml"));
    }

    [Theory]
    [InlineData(
        "clmodel.max_epoch=3",
        "override 'clmodel.max_epoch=3': there is no 'clmodel.max_epoch'. Did you mean 'clmodel.max_epochs'? To add it: "
        + "+clmodel.max_epoch=3.")]
    [InlineData(
        "clmodel.max_epochs=many",
        "override 'clmodel.max_epochs=many': clmodel.max_epochs: found the text 'many', expected an integer such as 10.")]
    [InlineData("replay=2", "override 'replay=2': clmodel.train_replay_proportion: found 2, valid is at least 0.0 and at most 1.0.")]
    [InlineData("+clmodel.patience=5", "override '+clmodel.patience=5': 'clmodel.patience' is already there, at ")]
    [InlineData("~clmodel.patienc", "override '~clmodel.patienc': there is no 'clmodel.patienc'.")]
    [InlineData(
        "mnist/test_usage_gmoe",
        "two recipes were given, digits/gmoe and mnist/test_usage_gmoe: a run has one. An override is typed key=value.")]
    public void Run_OverrideWithAnError_IsRefused(string typed, string refusal) =>
        Assert.StartsWith(refusal, Refusal("run", "digits/gmoe", typed));

    [Theory]
    [InlineData("run digits/gmo", "there is no recipe and no file 'digits/gmo'. Did you mean 'digits/gmoe'?")]
    [InlineData("run mine.yaml", "there is no recipe and no file 'mine.yaml'.")]
    [InlineData("run -cp nowhere -cn mine", "there is no folder 'nowhere' to look for recipes in.")]
    [InlineData("config list -cp nowhere", "there is no folder 'nowhere' to look for recipes in.")]
    [InlineData("run --sed 5", "unknown option '--sed'. An override is typed key=value. See 'alma run --help'.")]
    [InlineData(
        "rum",
        "'rum' is no command of alma. Valid: run, resume, keep, sweep, advise, runs, watch, report, compare, plot, query, export, "
        + "export-model, predict, evaluate, serve, models, config, data, doctor, completion. See 'alma --help'.")]
    [InlineData("config shwo", "'shwo' is no command of alma config. Valid: list, show. See 'alma config --help'.")]
    [InlineData("config", "alma config needs a command: list, show. See 'alma config --help'.")]
    [InlineData("completion ksh", "Argument 'ksh' not recognized. Must be one of: 'bash' 'zsh' 'fish'")]
    public void CommandLine_WithAnError_IsRefused(string typed, string refusal) =>
        Assert.StartsWith(refusal, Refusal(typed.Split(' ')));

    private string Refusal(params string[] arguments)
    {
        var result = workplace.Typed(arguments);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(workplace.In("runs")), "A run folder was left.");
        return result.RefusedInOneLine();
    }
}
