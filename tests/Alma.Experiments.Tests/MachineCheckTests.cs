using Alma.Config;

namespace Alma.Experiments.Tests;

/// <summary>Memory and threads are estimated before anything is begun, and refused where a machine has less.</summary>
public sealed class MachineCheckTests
{
    private static readonly Machine small = new(MemoryBytes: 4e9, ProcessorCount: 1, ThreadsLeft: 1000);
    private static readonly Machine large = new(MemoryBytes: 64e9, ProcessorCount: 64, ThreadsLeft: 10_000);

    public static TheoryData<string> Recipes => [.. new RecipeCatalog([TinyRun.Configs]).List().Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Refuse_OfARecipe_LetsItRunOnASmallMachine(string recipe) => Check(small, recipe, TinyRun.OwnData(recipe));

    [Theory]
    [InlineData("digits/gmoe", "clmodel.model.n_layers=1000", "clmodel.model.n_experts=1024", "clmodel.model.size_layers=64")]
    [InlineData("mnist/test_finetune_mlp", "clmodel.model.size_layers=1048576")]
    [InlineData("mnist/test_usage_gmoe", "clmodel.model.n_experts_to_split=1024", "n_megabatches=1000")]
    [InlineData("mnist/kensemble", "clmodel.k=1000", "clmodel.model.size_layers=2048")]
    [InlineData("mnist/round_ensemble", "clmodel.n_rounds=1000", "n_megabatches=1000")]
    [InlineData("mnist/ensemble", "clmodel.model.size_layers=4096", "n_megabatches=1000")]
    [InlineData("cifar10/test_finetune_vgg", "clmodel.model.n_channels=65536")]
    [InlineData("cifar10/test_finetune_vgg", "clmodel.training_batch_size=2147483647", "clmodel.model.n_channels=0", "n_megabatches=1")]
    [InlineData("cifar10/transfer_subnet_vgg", "clmodel.model.grow_n_units=65536", "n_megabatches=2")]
    [InlineData("cifar10/test_firefly", "clmodel.model.grow_ratio=100", "n_megabatches=50", "clmodel.model.n_channels=0")]
    public void Refuse_OfAnAbsurdConfig_GivesTheEstimate(params string[] typed)
    {
        var refusal = Assert.Throws<ConfigException>(() => Check(large, typed[0], typed[1..]));

        Assert.Contains("the config asks for at least", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("64.0 GB are there", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024, 2, 10_000, false)]
    [InlineData(1024, 64, 10_000, true)]
    [InlineData(128, 2, 10_000, true)]
    [InlineData(128, 2, 150, false)]
    public void Refuse_OfThreads_ComparesThemWithTheMachine(int threads, int processors, int left, bool isFine)
    {
        var machine = new Machine(64e9, processors, left);
        var refusal = Record.Exception(() => Check(machine, "digits/gmoe", $"threads={threads}"));

        if (isFine) Assert.Null(refusal);
        else
            Assert.StartsWith(
                $"override 'threads={threads}': threads is {threads}, and this machine has {processors} logical processors",
                Assert.IsType<ConfigException>(refusal).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void ThisMachine_HasSomeMemoryAndNoMoreFreeThanInAll()
    {
        Assert.InRange(Machine.WithFreeMemory.MemoryBytes, 1e6, Machine.WithTotalMemory.MemoryBytes);
        Assert.InRange(Machine.WithFreeMemory.ThreadsLeft, 1, double.MaxValue);
    }

    private static void Check(Machine machine, string recipe, params string[] overrides)
    {
        var request = RunRequest.Read(new RecipeCatalog([TinyRun.Configs]).Find(recipe), overrides, []);
        MachineCheck.Refuse(request.Config, request.Options, machine);
    }
}
