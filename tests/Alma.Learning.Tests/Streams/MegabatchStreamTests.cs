using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Alma.Learning.Streams;
using FsCheck;
using FsCheck.Xunit;

namespace Alma.Learning.Tests.Streams;

public sealed class MegabatchStreamTests
{
    public static TheoryData<int> ReferenceCases =>
        [.. Enumerable.Range(0, ReferenceNumbers.Read("megabatch_permutations.json").GetArrayLength())];

    [Theory]
    [MemberData(nameof(ReferenceCases))]
    public void Megabatches_OfAReferenceCase_EqualThoseOfThePythonProject(int caseIndex)
    {
        var expected = ReferenceNumbers.Read("megabatch_permutations.json")[caseIndex];
        var (count, parts) = (expected.GetProperty("n").GetInt32(), expected.GetProperty("n_megabatches").GetInt32());
        var megabatches = new MegabatchStream(count, parts, expected.GetProperty("seed").GetUInt32()).StartingAt(0).ToArray();

        Assert.Equal(Integers(expected, "sizes"), megabatches.Select(megabatch => (long)megabatch.Examples.Length));
        var whole = megabatches.SelectMany(megabatch => megabatch.Examples).ToArray();
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(whole.AsSpan()));
        Assert.Equal(expected.GetProperty("sha256_of_int64_le").GetString(), Convert.ToHexStringLower(hash));
        Assert.Equal(expected.GetProperty("heads")[0].EnumerateArray().Select(i => i.GetInt64()), megabatches[0].Examples.Take(8));
    }

    [Property]
    public bool Megabatches_OfAnyStream_PartitionTheTrainingData(PositiveInt exampleCount, PositiveInt megabatchCount, uint seed)
    {
        var parts = megabatchCount.Get;
        var megabatches = new MegabatchStream(exampleCount.Get, parts, seed).StartingAt(0).ToArray();
        var sizes = megabatches.Select(megabatch => megabatch.Examples.Length).ToArray();
        return sizes.Length == parts && sizes.Max() - sizes.Min() <= 1
            && megabatches.SelectMany(megabatch => megabatch.Examples)
                .Order()
                .SequenceEqual(Enumerable.Range(0, exampleCount.Get).Select(i => (long)i));
    }

    [Fact]
    public void StartingAt_AMegabatch_GivesItAndTheLaterOnes()
    {
        var stream = new MegabatchStream(10, 5, seed: 1);
        Assert.Equal([3, 4], stream.StartingAt(3).Select(megabatch => megabatch.Index));
        Assert.Equal(stream.StartingAt(0).Last().Examples, stream.StartingAt(4).Single().Examples);
    }

    [Fact]
    public void ASingleMegabatch_IsTheDataInItsOwnOrder() =>
        Assert.Equal([0L, 1, 2, 3], new MegabatchStream(4, 1, seed: 9).StartingAt(0).Single().Examples);

    [Fact]
    public void AStreamOfNoMegabatch_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MegabatchStream(3, 0, seed: 0));

    private static IEnumerable<long> Integers(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray().Select(i => i.GetInt64());
}
