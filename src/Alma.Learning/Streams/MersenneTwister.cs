namespace Alma.Learning.Streams;

/// <summary>
/// MT19937 (Matsumoto and Nishimura 1998) seeded and read as NumPy's legacy generator does, so that the same seed draws the
/// same numbers as <c>numpy.random.seed</c>.
/// </summary>
public sealed class MersenneTwister
{
    private const int StateSize = 624;
    private const int Shift = 397;
    private readonly uint[] state = new uint[StateSize];
    private int position = StateSize;

    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < StateSize; i++) state[i] = (1812433253u * (state[i - 1] ^ (state[i - 1] >> 30))) + (uint)i;
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (position == StateSize) Twist();
        var word = state[position++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680u;
        word ^= (word << 15) & 0xefc60000u;
        return word ^ (word >> 18);
    }

    /// <summary>A uniform integer in [0, <paramref name="largest"/>], by masked rejection as NumPy's legacy code draws it.</summary>
    public uint NextUpTo(uint largest)
    {
        if (largest == 0) return 0;
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(largest);
        uint drawn;
        do drawn = Next() & mask;
        while (drawn > largest);
        return drawn;
    }

    /// <summary>A uniform number in [0, 1) of 53 random bits, as NumPy draws it.</summary>
    public double NextDouble() => ((Next() >> 5) * 67108864.0 + (Next() >> 6)) / 9007199254740992.0;

    private void Twist()
    {
        for (var i = 0; i < StateSize; i++)
        {
            var joined = (state[i] & 0x80000000u) | (state[(i + 1) % StateSize] & 0x7fffffffu);
            state[i] = state[(i + Shift) % StateSize] ^ (joined >> 1) ^ ((joined & 1) * 0x9908b0dfu);
        }
        position = 0;
    }
}
