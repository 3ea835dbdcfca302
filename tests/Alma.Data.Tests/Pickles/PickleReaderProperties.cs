using Alma.Data.Pickles;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Alma.Data.Tests.Pickles;

public sealed class PickleReaderProperties
{
    private static readonly byte[] valid = PickleWriter.Batch([1, 2, 3], new byte[3 * 3072]);

    [Property(MaxTest = 500)]
    public void ArbitraryBytesAfterAProtocol_ThrowOnlyInvalidData(byte[] content) => AssertHarmless([0x80, 2, .. content]);

    [Property(MaxTest = 1000)]
    public Property DamagedBatch_ThrowsOnlyInvalidData()
    {
        var damage = ArbMap.Default.GeneratorFor<byte>().SelectMany(value => Gen.Choose(0, 400).Select(at => (at, value)));
        return Prop.ForAll(damage.ToArbitrary(), one =>
        {
            var damaged = (byte[])valid.Clone();
            damaged[one.at] = one.value;
            AssertHarmless(damaged);
        });
    }

    private static void AssertHarmless(byte[] content)
    {
        // Any other exception fails the property.
        try { PickleReader.ReadDictionary(content); }
        catch (InvalidDataException) { }
    }
}
