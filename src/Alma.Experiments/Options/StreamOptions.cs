using System.ComponentModel.DataAnnotations;
using Alma.Config;
using Alma.Data;
using Alma.Data.Emnist;
using Alma.Learning.Streams;

namespace Alma.Experiments.Options;

/// <summary>What is learned from and what is tested on: the section <c>stream</c>.</summary>
public sealed record StreamsOptions
{
    public required TrainStreamOptions Train { get; init; }

    /// <summary>The test set that errors are measured on.</summary>
    public required EvaluationStreamOptions Evaluation { get; init; }

    /// <summary>
    /// Further test sets, of images of the same shape and classes: tasks 1, 2, ... of the evaluation, after task 0 above.
    /// </summary>
    public EvaluationStreamOptions[] FurtherEvaluation { get; init; } = [];
}

/// <summary>A data set cut into megabatches.</summary>
public abstract record StreamOptions
{
    /// <summary>
    /// Megabatches that the data is cut into; by default as many as the run's <c>n_megabatches</c>. An evaluation stream is not cut.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? NMegabatches { get; init; }

    /// <summary>Of the shuffling before the data is cut.</summary>
    [Range(0L, uint.MaxValue)]
    public long Seed { get; init; }

    /// <summary>The folder that holds the data, or that it is fetched into; a leading <c>~</c> is the home folder.</summary>
    [UserPath]
    public string? Directory { get; init => field = UserPath.Of(value); }

    public abstract DatasetEntry Dataset { get; }
}

/// <summary>The training stream: the section <c>stream.train</c>.</summary>
public abstract record TrainStreamOptions : StreamOptions
{
    /// <summary>
    /// Megabatches that are gathered before the learner is updated on them; it is evaluated after every one all the same.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int Wait { get; init; } = 1;

    /// <summary>Megabatches that the data is cut into, where so many are asked for.</summary>
    internal virtual int LengthOf(int asked) => asked;

    /// <summary>Whether megabatches may come to those that there are.</summary>
    internal virtual bool IsOpen => false;

    /// <summary>Whether all megabatches have the same number of examples, or one more.</summary>
    internal virtual bool IsCutEvenly => true;

    /// <summary>Examples that arrive with a megabatch.</summary>
    internal virtual int ArrivalOf(int megabatch, int streamLength) => UpdateSize.PartLength(Dataset.TrainCount, streamLength, megabatch);

    /// <summary>How classes come with these megabatches; null where all are known from the start.</summary>
    /// <param name="labels">Of the training examples.</param>
    internal virtual ClassArrivals? Classes(byte[] labels, MegabatchStream stream) => null;

    /// <summary>Whether its examples are held in memory where so much is free; if not, they are read when they are used.</summary>
    internal virtual bool IsHeldIn(double freeBytes) => true;

    /// <summary>The megabatches of a training set of so many examples.</summary>
    internal virtual MegabatchStream Cut(int exampleCount, int streamLength) => new(exampleCount, streamLength, (uint)Seed);
}

/// <summary>The test set, whole: the section <c>stream.evaluation</c>.</summary>
public abstract record EvaluationStreamOptions : StreamOptions;

/// <summary>MNIST.</summary>
public sealed record MnistTrainOptions : TrainStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.Mnist;
}

/// <summary>MNIST.</summary>
public sealed record MnistEvaluationOptions : EvaluationStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.Mnist;
}

/// <summary>Fashion-MNIST.</summary>
public sealed record FashionMnistTrainOptions : TrainStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.FashionMnist;
}

/// <summary>Fashion-MNIST.</summary>
public sealed record FashionMnistEvaluationOptions : EvaluationStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.FashionMnist;
}

/// <summary>The embedded handwritten digits of 8x8.</summary>
public sealed record DigitsTrainOptions : TrainStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.Digits;
}

/// <summary>The embedded handwritten digits of 8x8.</summary>
public sealed record DigitsEvaluationOptions : EvaluationStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.Digits;
}

/// <summary>CIFAR-10.</summary>
public sealed record Cifar10TrainOptions : TrainStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.Cifar10;
}

/// <summary>CIFAR-10.</summary>
public sealed record Cifar10EvaluationOptions : EvaluationStreamOptions
{
    public override DatasetEntry Dataset => DatasetCatalog.Cifar10;
}

/// <summary>A split of EMNIST.</summary>
public sealed record EmnistTrainOptions : TrainStreamOptions
{
    public required EmnistSplit Split { get; init; }

    public override DatasetEntry Dataset => EmnistCatalog.Of(Split);
}

/// <summary>A split of EMNIST.</summary>
public sealed record EmnistEvaluationOptions : EvaluationStreamOptions
{
    public required EmnistSplit Split { get; init; }

    public override DatasetEntry Dataset => EmnistCatalog.Of(Split);
}
