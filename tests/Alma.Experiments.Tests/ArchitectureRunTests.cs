using Alma.Experiments.Checkpoints;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Experiments.Tests;

/// <summary>Every architecture by the names a config may use, through runs that are interrupted and gone on with.</summary>
public sealed class ArchitectureRunTests : IDisposable
{
    private readonly TinyRun runs = new();

    public static TheoryData<string, string> Models => new()
    {
        { "test_finetune_mlp", "{class_name: VGG, n_channels: 4}" },
        {
            "test_finetune_mlp",
            "{class_name: crlapi.sl.architectures.vgg.VGG, n_channels: 4, grow_ratio: 0.6, n_elites: 5, alpha: .3, granularity: 3}"
        },
        {
            "test_finetune_mlp",
            "{class_name: crlapi.sl.architectures.vgg.MoE_VGG, n_channels: 4, n_adaptivepooling: 4, n_experts: 2, is_hard: true}"
        },
        { "test_finetune_mlp", "{class_name: crlapi.sl.architectures.resnet.ResNet18, nf: 2}" },
        { "test_finetune_mlp", "{class_name: crlapi.sl.architectures.mlpmixer.MLPMixer, patch_size: 7, dim: 8, depth: 1, dropout: 0.1}" },
        { "test_finetune_mlp", "{class_name: crlapi.sl.architectures.firefly_vgg.models.sp_vgg, n_channels: 4}" },
        { "test_usage_gmoe", "{class_name: crlapi.sl.architectures.vgg.MoE_VGG_UsageGrow, n_channels: 4, n_adaptivepooling: 2, n_experts: "
            + "2, is_hard: false, n_experts_to_split: 2}" },
        { "test_usage_gmoe", "{class_name: crlapi.sl.architectures.vgg.MoE_VGG_RandomGrow, n_channels: 4, n_adaptivepooling: 2, n_experts: "
            + "2, is_hard: true, n_experts_to_split: 3}" },
        { "test_usage_gmoe", "{class_name: crlapi.sl.architectures.sp_vgg.SubnetVGG, n_channels: 4, grow_n_units: 2}" },
    };

    public void Dispose() => runs.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_InterruptedAndGoneOnWith_EndsWithTheWeightsOfTheUninterruptedRun(string recipe, string model)
    {
        string[] overrides =
            ["n_megabatches=2", "clmodel.max_epochs=2", "clmodel.training_batch_size=16", "~clmodel.model", $"+clmodel.model={model}"];
        var path = runs.NewPath();
        var request = TinyRun.Request($"mnist/{recipe}", overrides);
        var uninterrupted = runs.Start(request);
        Assert.Throws<OperationCanceledException>(() => runs.Start(
            TinyRun.Request($"mnist/{recipe}", [.. overrides, $"run_dir={path}"]),
            (position, cancellation) =>
            {
                if (position is { Megabatch: 1, Epoch: 1 }) cancellation.Cancel();
            }));
        var interrupted = RunFolder.Open(path);
        TinyRun.Continue(request, interrupted);
        Assert.Equal(File.ReadAllBytes(uninterrupted.ModelFile(1)), File.ReadAllBytes(interrupted.ModelFile(1)));
        Assert.Equal(Accuracies(uninterrupted), Accuracies(interrupted));
    }

    [Fact]
    public void Model_WithBatchNorm_HoldsItsRunningStatistics()
    {
        var folder = runs.Start(TinyRun.Request(
            "mnist/test_finetune_mlp", "n_megabatches=2", "clmodel.max_epochs=1", "clmodel.training_batch_size=16", "~clmodel.model",
            "+clmodel.model={class_name: VGG, n_channels: 4}"));
        using var model = SafetensorsFile.Read(folder.ModelFile(1));
        Assert.Equal(
            ["0.0.weight", "0.0.bias", "0.1.weight", "0.1.bias", "0.1.running_mean", "0.1.running_var", "0.1.num_batches_tracked"],
            model.Names.Take(7));
        Assert.True(model["0.1.num_batches_tracked"].item<long>() > 0);
        Assert.True(model["0.1.running_mean"].abs().min().item<float>() > 0);
    }

    private static List<MetricRow> Accuracies(RunFolder folder) =>
        [.. MetricLog.Read(folder.MetricsFile).Where(row => row is { Split: Splits.Test, Name: MetricNames.Accuracy or MetricNames.Loss })];
}
