namespace Alma.Config.Tests;

public sealed class DefaultsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Defaults_WithoutSelf_GiveWhatTheFileItselfLacks()
    {
        folder.Write("base.yaml", "a: {x: 1, y: 1}\nl: [1, 2]\n");

        Assert.Equal("a:\n  x: 1\n  y: 2\nl: [3]\nb: 2\n", Load("defaults: [base]\na: {y: 2}\nl: [3]\nb: 2\n").ToYaml());
    }

    [Fact]
    public void Defaults_AfterSelf_WinOverTheFile()
    {
        folder.Write("base.yaml", "a: 1\n");

        Assert.Equal("a: 1\n", Load("defaults: [_self_, base]\na: 2\n").ToYaml());
    }

    [Theory]
    [InlineData("- optim: sgd")]
    [InlineData("- optim/sgd")]
    [InlineData("- optional optim: sgd")]
    [InlineData("- optim: [adam, sgd]")]
    public void Defaults_WithAGroup_MountTheOptionUnderItsKey(string item)
    {
        folder.Write("optim/adam.yaml", "lr: 0.5\n");
        folder.Write("optim/sgd.yaml", "lr: ${rate}\n");

        Assert.Equal("optim:\n  lr: 0.1\nrate: 0.1\n", Load($"defaults:\n  {item}\nrate: 0.1\n").ToYaml());
    }

    [Fact]
    public void Defaults_WithANestedGroup_MountOneSectionPerStep()
    {
        folder.Write("clmodel/optim/sgd.yaml", "lr: 1\n");

        Assert.Equal("clmodel:\n  optim:\n    lr: 1\n", Load("defaults:\n  - clmodel/optim: sgd\n").ToYaml());
    }

    [Fact]
    public void Defaults_OfAMountedFile_AreBesideIt()
    {
        folder.Write("optim/common.yaml", "weight_decay: 2\n");
        folder.Write("optim/sgd.yaml", "defaults: [common]\nlr: 1\n");

        Assert.Equal("optim:\n  weight_decay: 2\n  lr: 1\n", Load("defaults:\n  - optim: sgd\n").ToYaml());
    }

    [Theory]
    [InlineData("optim=adam", "optim:\n  lr: 0.5\n")]
    [InlineData("optim.lr=0.7", "optim:\n  lr: 0.7\n")]
    public void Override_OfAGroup_ChoosesItsOption(string text, string yaml)
    {
        folder.Write("optim/adam.yaml", "lr: 0.5\n");
        folder.Write("optim/sgd.yaml", "lr: 0.1\n");

        Assert.Equal(yaml, Load("defaults:\n  - optim: sgd\n", text).ToYaml());
    }

    [Theory]
    [InlineData("- hydra/launcher: submitit_slurm")]
    [InlineData("- override hydra/job_logging: none")]
    [InlineData("- hydra/launcher/basic")]
    [InlineData("- optim: null")]
    [InlineData("- optional missing")]
    [InlineData("- _self_")]
    public void Defaults_WithoutMeaningHere_AreAccepted(string item) =>
        Assert.Equal("a: 1\n", Load($"a: 1\ndefaults:\n  {item}\n").ToYaml());

    [Fact]
    public void Defaults_NamingAFileThatIsNotThere_SayWhatIsThere()
    {
        folder.Write("optim/sgd.yaml", "");
        folder.Write("optim/adam.yaml", "");
        var missing = Path.Combine(folder.FullPath, "optim", "zzz.yaml");

        Assert.Equal(
            $"{Recipe}:2:5: 'defaults' names the file '{missing}', which is not there. Valid names: adam, sgd.",
            Refusal("defaults:\n  - optim: zzz\n"));
    }

    [Fact]
    public void Defaults_InACircle_AreRefused()
    {
        folder.Write("a.yaml", "defaults: [b]\n");
        folder.Write("b.yaml", "defaults: [a]\n");

        Assert.Equal(
            $"{Path.Combine(folder.FullPath, "b.yaml")}:1:12: 'defaults' go in a circle: recipe.yaml -> a.yaml -> b.yaml -> a.yaml.",
            Refusal("defaults: [a]\n"));
    }

    [Theory]
    [InlineData("defaults: base\n", ":1:1: 'defaults' must be a list.")]
    [InlineData(
        "defaults: [[base]]\n",
        ":1:12: an item of 'defaults' must be '- file', '- group: option', '- override group: option' or '- _self_'.")]
    [InlineData(
        "defaults:\n  - a: {b: c}\n",
        ":2:5: an item of 'defaults' must be '- file', '- group: option', '- override group: option' or '- _self_'.")]
    public void Defaults_OfAnotherForm_AreRefused(string yaml, string message) => Assert.Equal(Recipe + message, Refusal(yaml));

    private string Recipe => Path.Combine(folder.FullPath, "recipe.yaml");

    private ConfigTree Load(string yaml, params string[] overrides) => ConfigTree.Load(folder.Write("recipe.yaml", yaml), overrides);

    private string Refusal(string yaml) => Assert.Throws<ConfigException>(() => Load(yaml)).Message;
}
