using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests;

/// <summary>What a word on the command line is taken for, and what is said of one that is nothing.</summary>
public sealed class TypedWordsTests : IDisposable
{
    private const string Quick = "stop_after=1 clmodel.max_epochs=1 threads=1";
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("run|", "argument 1 is empty: perhaps a variable of the shell that is not set.")]
    [InlineData("run|digits/gmoe| ", "argument 2 is empty")]
    [InlineData("config|show|", "argument 1 is empty")]
    [InlineData("", "'' is no command of alma.")]
    [InlineData("run|seed|=|3", "'seed = 3' has spaces about the '=': type seed=3.")]
    [InlineData("run|digits/gmoe|seed|=3", "'seed =3' has spaces about the '=': type seed=3.")]
    [InlineData("run|seed=|3", "'seed= 3' has spaces about the '=': type seed=3.")]
    [InlineData("run|=3", "'=3' has no key: an override is typed key=value.")]
    [InlineData("run|seed", "'seed' is a key, no recipe: to give it a value, type seed=VALUE.")]
    [InlineData(
        "run|digits/gmoe|clmodel.patience", "'clmodel.patience' is a key, no recipe: to give it a value, type clmodel.patience=VALUE.")]
    [InlineData("run|seed:3", "'seed:3' is no recipe. An override is typed seed=3.")]
    [InlineData("run|--seed=3", "unknown option '--seed=3'. An override is typed seed=3.")]
    [InlineData("run|mnist", "'mnist' is a folder of recipes. Name one of them: mnist/adaboost, ")]
    [InlineData("sweep|mnist", "'mnist' is a folder of recipes. Name one of them: mnist/adaboost, ")]
    [InlineData("run|train", "there is no recipe 'train'. 'alma run' trains: leave the word out, or name a recipe")]
    [InlineData("run|home", "'home' is a folder, no recipe. alma run -cp home -cn NAME runs a YAML file in it.")]
    [InlineData("run|-cp|home", "no recipe was named, and there is no YAML file in home.")]
    [InlineData("config|show|-cp|home", "no recipe was named, and there is no YAML file in home.")]
    [InlineData("run|-cd|nowhere", "there is no folder 'nowhere' to look for recipes in.")]
    [InlineData("run|--jobs|2", "--jobs is for sweeps: add -m, or type 'alma sweep'.")]
    [InlineData("run|--info", "--info is not taken: 'alma config show' prints what a config comes to")]
    [InlineData("run|--info|config", "--info is not taken: ")]
    [InlineData("sweep|-i", "-i is not taken: ")]
    [InlineData("run|--hydra-help", "--hydra-help is not taken: 'alma run --help' lists the options.")]
    [InlineData("run|-sc|install=bash", "-sc is not taken: 'alma completion' does that.")]
    [InlineData("run|--experimental-rerun|x", "--experimental-rerun is not taken: 'alma run RUN/config.yaml run_dir=NEW' repeats a run")]
    [InlineData("run|--cfg|hydra", "--cfg hydra is not taken: ")]
    [InlineData("run|-c|all", "--cfg all is not taken: ")]
    [InlineData("run|--cfg|job|-p|clmodl", "--package clmodl: the config has no such key. Did you mean 'clmodel'?")]
    public void AWord_ThatIsNothing_GetsTheAnswerThatHelps(string typed, string refusal)
    {
        var result = workplace.Typed(typed.Split('|'));

        Assert.Empty(result.Output);
        Assert.StartsWith(refusal, result.RefusedInOneLine());
        Assert.False(Directory.Exists(workplace.In("runs")), "A run folder was left.");
    }

    [Theory]
    [InlineData("train", "To train: alma run.")]
    [InlineData("mnist", "To run a recipe of that folder: alma run mnist/adaboost.")]
    [InlineData("digits/gmoe seed=1", "Did you mean 'alma run digits/gmoe seed=1'?")]
    [InlineData("seed=1", "Did you mean 'alma run seed=1'?")]
    public void ACommand_ThatWasLeftOut_IsNamed(string typed, string advice) =>
        Assert.EndsWith($"doctor, completion. {advice} See 'alma --help'.", workplace.Typed(typed.Split(' ')).RefusedInOneLine());

    [Theory]
    [InlineData("run --cfg job digits/gmoe seed=3", "seed: 3")]
    [InlineData("run digits/gmoe -c job --resolve -p clmodel.optim", "lr: 1.0")]
    [InlineData("run -r digits/gmoe --cfg job --package seed", "seed: 0")]
    [InlineData("sweep digits/gmoe --cfg job", "seed: 0")]
    [InlineData("config show digits/gmoe -p clmodel", "max_epochs: 60")]
    [InlineData("config show -cd theirs -cn own/mine", "seed: 7")]
    [InlineData("config show -cd theirs digits/gmoe", "seed: 0")]
    [InlineData("config show -cp theirs/own", "seed: 8")]
    public void HydrasOptions_ThatAreTaken_PrintTheConfig(string typed, string line)
    {
        var recipe = File.ReadAllText(Repository.In("configs", "digits", "gmoe.yaml"));
        workplace.Write("theirs/own/mine.yaml", recipe.Replace("seed: 0", "seed: 7", StringComparison.Ordinal));
        workplace.Write("theirs/own/config.yaml", recipe.Replace("seed: 0", "seed: 8", StringComparison.Ordinal));

        Assert.Contains(line, workplace.Typed(typed.Split(' ')).Succeeded().Output);
    }

    [Fact]
    public void TheConfigOfARun_InAFolderWithAnEqualsSign_IsARecipeAndKeepsItsName()
    {
        workplace.Typed(["run", "digits/gmoe", .. Quick.Split(' '), "run_dir=s/seed=0"]).Succeeded();
        File.CreateSymbolicLink(workplace.In("link.yaml"), "s/seed=0/config.yaml");

        Assert.StartsWith(
            "'s/seed=0' is the folder of a run. To repeat it: alma run s/seed=0/config.yaml run_dir=NEW.",
            workplace.Typed("run", "s/seed=0").RefusedInOneLine());
        Assert.StartsWith(
            "digits/gmoe: the config is right",
            workplace.Typed("run", "-cp", "s/seed=0", "run_dir=again", "--dry-run").Succeeded().Output[0]);
        string[] forms = ["s/seed=0/config.yaml", "./s/seed=0/config.yaml", workplace.In("s/seed=0/config.yaml"), "link.yaml"];
        foreach (var form in forms)
            Assert.Equal(
                "digits/gmoe: the config is right, nothing was started. 'alma config show' prints it.",
                workplace.Typed("run", form, "run_dir=again", "--dry-run").Succeeded().Output[0]);
        workplace.Typed("run", forms[0], "run_dir=again").Succeeded();

        Assert.Equal("digits/gmoe", RunManifest.Read(RunFolder.Open(workplace.In("again"))).Recipe);
        RunFolder.Open(workplace.In("again")).AssertSameAs(RunFolder.Open(workplace.In("s/seed=0")));
        Assert.StartsWith(
            "'again' is the folder of a run. To repeat it: alma run again/config.yaml run_dir=NEW.",
            workplace.Typed("run", "again").RefusedInOneLine());
    }

    [Fact]
    public void Resume_OfTheSameValuesInOtherWords_IsTheSameRun()
    {
        string[] command = ["run", "digits/gmoe", .. Quick.Split(' ')];
        workplace.Typed([.. command, "run_dir=a", "clmodel.optim.lr=1"]).Succeeded();

        string[][] others =
        [
            ["clmodel.optim.lr=1.0"],
            ["clmodel.optim.lr=1e0", "run=0"],
            ["+clmodel.optim.weight_decay=0", "+clmodel.cache_dl=False"],
            ["clmodel.optim.class_name=torch.optim.Adadelta", "clmodel.max_epochs=1.0"]
        ];
        foreach (var other in others)
            Assert.Equal(
                "a is done: there is nothing left to do.",
                workplace.Typed([.. command, .. other, "run_dir=a", "--resume"]).Succeeded().Output[0]);

        Assert.Contains(
            "it has 'clmodel.optim.lr: 1.0' where 'clmodel.optim.lr: 2.0' was asked for, 'run: 0' where 'run: 1' was asked for",
            workplace.Typed([.. command, "run_dir=a", "clmodel.optim.lr=2", "run=1", "--resume"]).RefusedInOneLine());
    }

    [Fact]
    public void Sweep_OfOneValueInSeveralWords_IsOneJob()
    {
        var listed = workplace.Typed("sweep", "digits/gmoe", "clmodel.optim.lr=1,1.0,1e0,2", "--dry-run").Succeeded().Output;

        Assert.Equal(
            [
                "2 combinations come to the config of another one, and so to the same run.",
                "lr=1: clmodel.optim.lr=1",
                "lr=2: clmodel.optim.lr=2"
            ],
            listed);
    }
}
