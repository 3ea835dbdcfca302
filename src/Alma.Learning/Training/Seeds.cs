using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>What random numbers are drawn for: each purpose has draws of its own.</summary>
public enum SeedPurpose
{
    Initialisation,
    ValidationSplit,
    Shuffling,
    Gates,
    Growth,
    Sampling,
    Augmentation,
    Classes,
    Memory,
}

/// <summary>
/// Makes every generator of a run from (run seed, purpose, megabatch, epoch, model), so that no draw depends on what was drawn
/// before it: a resumed run draws what the uninterrupted one would have.
/// </summary>
/// <param name="RunSeed">Of the run.</param>
/// <param name="Replicate">Runs of one seed and other numbers draw apart, as those of other seeds do.</param>
public sealed record Seeds(long RunSeed, int Replicate = 0)
{
    /// <summary>
    /// A generator for tensors. It draws on the CPU (TorchSharp has no generators of other devices), and what is drawn is moved to where it
    /// is used: so the same seed draws the same on every device.
    /// </summary>
    public Generator Generator(SeedPurpose purpose, int megabatch, int epoch = 0, int model = 0) =>
        new((ulong)(Derive(purpose, megabatch, epoch, model) >> 1), CPU);

    /// <summary>A generator for index arrays.</summary>
    public MersenneTwister Indices(SeedPurpose purpose, int megabatch, int epoch = 0, int model = 0) =>
        new((uint)Derive(purpose, megabatch, epoch, model));

    /// <summary>The random number of an example, whenever it is asked for.</summary>
    public ulong OfExample(SeedPurpose purpose, long example) => Mix(Derive(purpose, 0, 0, 0) ^ (ulong)example);

    // Four rounds of SplitMix64 (Steele, Lea and Flood 2014), each taking in more of what the draw is for.
    private ulong Derive(SeedPurpose purpose, int megabatch, int epoch, int model)
    {
        var state = Mix((ulong)RunSeed);
        if (Replicate != 0) state = Mix(~state ^ (uint)Replicate);
        state = Mix(state ^ (ulong)purpose);
        state = Mix(state ^ (ulong)megabatch);
        return Mix(state ^ (ulong)epoch ^ ((ulong)model << 32));
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
