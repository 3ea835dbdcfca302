using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// The generator that a network's random modules draw from. Training replaces it at the start of every epoch, so that what
/// is drawn depends on the run's seed, the megabatch and the epoch alone.
/// </summary>
public sealed class NoiseSource : IDisposable
{
    private Generator? generator;

    /// <summary>Takes over a generator of the CPU; the one before it is disposed.</summary>
    public void DrawFrom(Generator next)
    {
        generator?.Dispose();
        generator = next;
    }

    /// <summary>Independent uniform draws from [0, 1), of the shape, type and device of <paramref name="like"/>.</summary>
    /// <exception cref="InvalidOperationException">No generator was given yet.</exception>
    public Tensor UniformLike(Tensor like)
    {
        if (generator is null)
            throw new InvalidOperationException("a random module was run in training mode before it was given a generator");
        return rand(like.shape, dtype: like.dtype, generator: generator).to(like.device);
    }

    /// <summary>
    /// Independent draws from the standard Gumbel distribution, of the shape, type and device of <paramref name="like"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">No generator was given yet.</exception>
    public Tensor GumbelLike(Tensor like)
    {
        using var scope = NewDisposeScope();
        // The smallest normal number keeps log(0) out; the other end, log(1) = 0, is kept out by the outer clamp.
        var uniform = UniformLike(like).clamp_min_(1.1754944e-38f);
        return uniform.log_().neg_().clamp_min_(1.1754944e-38f).log_().neg_().MoveToOuterDisposeScope();
    }

    public void Dispose() => generator?.Dispose();
}
