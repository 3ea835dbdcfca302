using Alma.Config;
using Alma.Runs;
using Alma.Testing;

namespace Alma.Experiments.Tests;

/// <summary>A config is what it binds to, however it was typed.</summary>
public sealed class ConfigIdentityTests : IDisposable
{
    private const string Crop = "+clmodel.kornia_augs=[{name: RandomCrop, size: [28, 28], padding: ";
    private readonly TinyRun runs = new();

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData("clmodel.optim.lr=1", "clmodel.optim.lr=1.0", "clmodel.optim.lr=1e0", "clmodel.optim.lr=10e-1", "clmodel.optim.lr=1.")]
    [InlineData("clmodel.optim.lr=.5", "clmodel.optim.lr=0.5", "clmodel.optim.lr=5e-1")]
    [InlineData("clmodel.max_epochs=100", "clmodel.max_epochs=1e2", "clmodel.max_epochs=1_00", "clmodel.max_epochs=100.0")]
    [InlineData("clmodel.init_from_scratch=false", "clmodel.init_from_scratch=False", "seed=0", "~clmodel.init_from_scratch")]
    [InlineData(
        "++clmodel.optim.weight_decay=0", "++clmodel.optim.weight_decay=-0.0", "run=0", "++clmodel.cache_dl=False",
        "++evaluation.batch_size=1024", "++logger.class_name=crlapi.logger.TFLogger")]
    [InlineData(
        "clmodel.optim.class_name=Adadelta", "clmodel.optim.class_name='Adadelta'", "clmodel.optim.class_name=torch.optim.Adadelta")]
    [InlineData("replay=0", "replay=0.0", "replay=0e0")]
    [InlineData(Crop + "1}]", Crop + "[1, 1]}]", Crop + "[1, 1, 1, 1]}]", Crop + "1.0, p: 1}]")]
    public void Values_OfOneConfigInSeveralWords_AreOne(params string[] words)
    {
        var requests = Array.ConvertAll(words, word => TinyRun.Request("mnist/test_usage_gmoe", word));

        Assert.All(requests, request => Assert.Empty(OptionValues.Differences(requests[0].Values, request.Values)));
        Assert.All(requests, request => Assert.Equal(request.ResolvedYaml(), Reread(request.ResolvedYaml()).ResolvedYaml()));
    }

    [Fact]
    public void ResolvedYaml_OfThePythonProjectsNamesAndNumbers_IsThatOfOurs()
    {
        var ours = TinyRun.Request("mnist/test_usage_gmoe", "replay=1.0");
        var theirs = TinyRun.Request(
            "mnist/test_usage_gmoe", "replay=1", "clmodel.class_name=crlapi.sl.clmodels.finetune_grow.Finetune_Grow",
            "clmodel.optim.class_name=torch.optim.Adadelta", "clmodel.model.class_name=crlapi.sl.architectures.mlp.MoE_MLP_UsageGrow",
            "stream.train.class_name=crlapi.sl.streams.mnist.MNISTTrainAnytimeStream", "clmodel.optim.lr=1.");

        Assert.Equal(ours.ResolvedYaml(), theirs.ResolvedYaml());
    }

    [Fact]
    public void Run_OfAnotherNumber_DrawsApartAndOfNoneOrZeroDrawsAsEver()
    {
        string[] small = ["n_megabatches=1", "clmodel.max_epochs=1", "clmodel.model.size_layers=4"];
        RunFolder Run(params string[] change) => runs.Start(TinyRun.Request("mnist/test_finetune_mlp", [.. small, .. change]));
        byte[] Weights(RunFolder folder) => File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder.Path, "models")).Single());

        var (plain, zero, one, two, again) = (Run(), Run("+run=0"), Run("+run=1"), Run("+run=2"), Run("++run=1"));

        Assert.Equal(Weights(plain), Weights(zero));
        Assert.Equal(Weights(one), Weights(again));
        Assert.Equal(3, new[] { plain, one, two }.Select(folder => Convert.ToHexString(Weights(folder))).Distinct().Count());
        Assert.Equal([0, 0, 1, 2], new[] { plain, zero, one, two }.Select(folder => RunManifest.Read(folder).Run));
        Assert.Equal("0", RunManifest.Read(plain).Defaults["run"]);
        Assert.Equal("0.9", RunManifest.Read(plain).Defaults["clmodel.optim.rho"]);
        Assert.False(RunManifest.Read(one).Defaults.ContainsKey("run"));
    }

    [Fact]
    public void KeptConfig_AsEarlierVersionsWroteIt_IsTheSameConfig()
    {
        var request = TinyRun.Request(
            "mnist/test_finetune_mlp", "n_megabatches=1", "clmodel.max_epochs=1", "clmodel.model.size_layers=4", "clmodel.optim.lr=1");
        var folder = runs.Start(request);
        File.WriteAllText(folder.ConfigFile, request.YamlAsWritten);

        Assert.Contains("lr: 1\n", request.YamlAsWritten, StringComparison.Ordinal);
        Assert.True(KeptConfig.IsSame(folder, request));
        Assert.False(KeptConfig.IsSame(folder, TinyRun.Request("mnist/test_finetune_mlp")));
        File.WriteAllText(folder.ConfigFile, "a: [");
        Assert.False(KeptConfig.IsSame(folder, request));
    }

    private static RunRequest Reread(string yaml)
    {
        using var folder = new TemporaryFolder();
        return RunRequest.Read(new Recipe("x", folder.Write("config.yaml", yaml), ""), [], []);
    }
}
