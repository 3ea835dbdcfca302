using System.Buffers.Binary;

namespace Alma.Fuzzing;

/// <summary>Makes inputs of right ones: bits flipped, parts removed, repeated, exchanged with those of others, words put in.</summary>
internal sealed class Damage(IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words)
{
    private const int MostChanges = 8;
    private const int MostRepetitions = 2000;
    private const int MostWords = 24;
    private const int LongestInput = 1 << 18;

    private static readonly long[] unusual =
        [0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>The input with this number; it depends on nothing but the seed and the number.</summary>
    public byte[] Input(ulong seed, int index)
    {
        var random = new Random((int)Mixed(seed * 0x9E3779B97F4A7C15 + (ulong)index));
        if (random.Next(8) == 0) return Words(random);
        var input = new List<byte>(seeds[random.Next(seeds.Count)]);
        for (var left = 1 + random.Next(1 + random.Next(MostChanges)); left > 0; left--) Change(input, random);
        if (input.Count > LongestInput) input.RemoveRange(LongestInput, input.Count - LongestInput);
        return [.. input];
    }

    private byte[] Words(Random random) =>
        [.. Enumerable.Range(0, random.Next(MostWords)).SelectMany(_ => words[random.Next(words.Count)])];

    private void Change(List<byte> input, Random random)
    {
        var at = Place(input, random);
        switch (random.Next(10))
        {
            case 0 when at < input.Count: input[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < input.Count: input[at] = (byte)random.Next(256); break;
            case 2: input.RemoveRange(at, LengthOfPart(input, at, random)); break;
            case 3: input.RemoveRange(at, input.Count - at); break;
            case 4: input.InsertRange(Place(input, random), input.GetRange(at, LengthOfPart(input, at, random))); break;
            case 5: Repeat(input, at, random); break;
            case 6: Exchange(input, at, random); break;
            case 7: Overwrite(input, at, random); break;
            default: input.InsertRange(at, words[random.Next(words.Count)]); break;
        }
    }

    private static void Repeat(List<byte> input, int at, Random random)
    {
        var part = input.GetRange(at, Math.Min(16, LengthOfPart(input, at, random)));
        // Seldom often: most inputs should stay short, and be many.
        var times = random.Next(20) == 0 ? random.Next(MostRepetitions) : random.Next(4);
        input.InsertRange(at, Enumerable.Repeat(part, times).SelectMany(bytes => bytes));
    }

    private void Exchange(List<byte> input, int at, Random random)
    {
        var other = seeds[random.Next(seeds.Count)];
        var from = random.Next(other.Length + 1);
        input.RemoveRange(at, LengthOfPart(input, at, random));
        input.InsertRange(at, other.Skip(from).Take(random.Next(64)));
    }

    private static void Overwrite(List<byte> input, int at, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        var value = unusual[random.Next(unusual.Length)];
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else BinaryPrimitives.WriteInt64BigEndian(number, value << 32);
        var length = Math.Min(1 << random.Next(4), input.Count - at);
        for (var k = 0; k < length; k++) input[at + k] = number[k];
    }

    // What decides how the rest is read stands at the beginning.
    private static int Place(List<byte> input, Random random) =>
        random.Next(1 + (random.Next(3) == 0 ? Math.Min(64, input.Count) : input.Count));

    private static int LengthOfPart(List<byte> input, int at, Random random) =>
        random.Next(1 + Math.Min(input.Count - at, 1 << random.Next(10)));

    // SplitMix64, Steele et al. 2014: neighbouring numbers give unlike draws.
    private static ulong Mixed(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
