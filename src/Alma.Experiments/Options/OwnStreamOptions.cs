using Alma.Data;
using Alma.Learning.Streams;

namespace Alma.Experiments.Options;

/// <summary>How an imported data set is cut into megabatches.</summary>
public enum StreamCut
{
    /// <summary>Shuffled, then cut into <c>n_megabatches</c>.</summary>
    Random,

    /// <summary>A megabatch for each dump, as they came.</summary>
    Dump,

    /// <summary>In the order of time: into <c>n_megabatches</c> of equal counts, or one for each period.</summary>
    Time,
}

/// <summary>What a megabatch of an imported data set spans.</summary>
public enum CutPeriod
{
    Day,

    /// <summary>From Monday on.</summary>
    Week,
    Month,
}

/// <summary>Mean and deviation of each channel of images, of values scaled to 0..1.</summary>
public sealed record OwnNormalisationOptions
{
    public required double[] Mean { get; init; }

    public required double[] Std { get; init; }
}

/// <summary>An imported data set: class <c>Own</c>.</summary>
public sealed record OwnTrainOptions : TrainStreamOptions
{
    /// <summary>The name it was imported under.</summary>
    public required string Data { get; init; }

    public OwnNormalisationOptions? Normalisation { get; init; }

    public StreamCut By { get; init; }

    /// <summary>With <c>by: time</c>, what each megabatch spans; periods without examples are left out.</summary>
    public CutPeriod? Period { get; init; }

    /// <summary>
    /// Whether all values are held in memory; if not, they stay in their files, and batches are read ahead of their use. Null: they are
    /// held where they take at most half of the memory that is free. What is learned is the same, to the bit.
    /// </summary>
    public bool? KeepInMemory { get; init; }

    /// <summary>The data set as it is in the data folder, once the config was read.</summary>
    internal OwnStream? Found { get; init; }

    public override DatasetEntry Dataset => There.Entry;

    internal override int LengthOf(int asked) => Found?.Megabatches.Count ?? asked;

    internal override bool IsOpen => Found is { IsOpen: true };

    internal override bool IsCutEvenly => By != StreamCut.Dump && Period is null;

    internal override int ArrivalOf(int megabatch, int streamLength) => There.Megabatches.LengthOf(megabatch);

    internal override ClassArrivals? Classes(byte[] labels, MegabatchStream stream) =>
        By == StreamCut.Random ? null : ClassArrivals.Of(labels, stream, Dataset.ClassCount, IsOpen);

    internal override bool IsHeldIn(double freeBytes) => KeepInMemory ?? There.FitsInto(freeBytes);

    internal override MegabatchStream Cut(int exampleCount, int streamLength) => There.Megabatches;

    private OwnStream There => Found ?? throw new InvalidOperationException($"The data set {Data} was not looked for yet.");
}

/// <summary>The test set of the same imported data set: class <c>Own</c>.</summary>
public sealed record OwnEvaluationOptions : EvaluationStreamOptions
{
    /// <summary>The name it was imported under.</summary>
    public required string Data { get; init; }

    /// <inheritdoc cref="OwnTrainOptions.Found"/>
    internal OwnStream? Found { get; init; }

    public override DatasetEntry Dataset =>
        Found?.Entry ?? throw new InvalidOperationException($"The data set {Data} was not looked for yet.");
}
