using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Alma.Config.Tests;

public enum Vote
{
    MeanOfLogits,
    Majority,
}

public sealed record RunOptions
{
    public LoggerOptions Logger { get; init; } = new();

    public required LearnerOptions Clmodel { get; init; }

    public required EvaluationOptions Evaluation { get; init; }

    public StreamsOptions? Stream { get; init; }

    public string Device { get; init; } = "cpu";

    public int NMegabatches { get; init; } = 1;

    public long Seed { get; init; }
}

public sealed record LoggerOptions
{
    public string LogDir { get; init; } = "runs";

    public bool Verbose { get; init; }
}

public sealed record StreamsOptions(StreamOptions Train, StreamOptions Evaluation);

public abstract record StreamOptions
{
    public required string Directory { get; init; }

    public int NMegabatches { get; init; } = 1;

    public long Seed { get; init; }
}

public sealed record MnistTrainOptions : StreamOptions;

public sealed record MnistEvaluationOptions : StreamOptions;

public sealed record EvaluationOptions(string Mode, [Range(1, int.MaxValue)] int BatchSize, int NumWorkers = 0, string Device = "cpu");

public abstract record LearnerOptions
{
    [Range(1, 1000)]
    public required int MaxEpochs { get; init; }

    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ValidationProportion { get; init; } = 0.1;

    public OptimizerOptions? Optim { get; init; }

    public ImmutableArray<AugmentationOptions>? KorniaAugs { get; init; }

    public ConfigNode? Model { get; init; }
}

public sealed record FinetuneOptions : LearnerOptions
{
    public bool InitFromScratch { get; init; }
}

public sealed record EnsembleOptions : LearnerOptions
{
    public int K { get; init; } = 2;

    public Vote Vote { get; init; }
}

public abstract record OptimizerOptions
{
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Lr { get; init; } = 0.1;
}

public sealed record SgdOptions : OptimizerOptions
{
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; }
}

public sealed record AdadeltaOptions : OptimizerOptions;

public abstract record AugmentationOptions;

public sealed record RandomCropOptions : AugmentationOptions
{
    [MinLength(2)]
    [Range(1, 512)]
    public int[] Size { get; init; } = [];

    public int Padding { get; init; }

    public double Fill { get; init; }
}

public sealed record RandomHorizontalFlipOptions(double P) : AugmentationOptions;

internal static class Options
{
    public static ClassNames Names { get; } = new ClassNames()
        .SelectBy<AugmentationOptions>("name")
        .Add<FinetuneOptions>("Finetune", "crlapi.sl.clmodels.finetune.Finetune")
        .Add<EnsembleOptions>("Ensemble", "crlapi.sl.clmodels.ensemble.Ensemble")
        .Add<SgdOptions>("SGD", aliases: "torch.optim.SGD")
        .Add<AdadeltaOptions>("Adadelta", "torch.optim.Adadelta")
        .Add<RandomCropOptions>("RandomCrop")
        .Add<RandomHorizontalFlipOptions>("RandomHorizontalFlip")
        .Add<LoggerOptions>("TensorBoard", "crlapi.logger.TFLogger")
        .Add<MnistTrainOptions>("MnistTrain", "crlapi.sl.streams.mnist.MNISTTrainAnytimeStream")
        .Add<MnistEvaluationOptions>("MnistEvaluation", "crlapi.sl.streams.mnist.MNISTEvaluationAnytimeStream");
}
