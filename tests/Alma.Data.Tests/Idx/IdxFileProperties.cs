using Alma.Data.Idx;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Alma.Data.Tests.Idx;

public sealed class IdxFileProperties
{
    private static readonly byte[] valid = IdxBytes.Of([4, 3, 2], [.. Enumerable.Range(0, 24).Select(i => (byte)i)]);

    [Property(MaxTest = 500)]
    public void ArbitraryBytes_ThrowOnlyADatasetException(byte[] content) => AssertHarmless(content);

    [Property(MaxTest = 500)]
    public void ArbitraryBytesAfterAMagic_ThrowOnlyADatasetException(byte[] content) => AssertHarmless([0, 0, 8, 3, .. content]);

    [Property(MaxTest = 500)]
    public Property DamagedGzip_ThrowsOnlyADatasetException()
    {
        var gzip = IdxBytes.Gzip(valid);
        var damage = ArbMap.Default.GeneratorFor<byte>().SelectMany(value => Gen.Choose(0, gzip.Length - 1).Select(at => (at, value)));
        return Prop.ForAll(damage.ToArbitrary(), one =>
        {
            var damaged = (byte[])gzip.Clone();
            damaged[one.at] = one.value;
            AssertHarmless(damaged);
        });
    }

    [Property]
    public void AnyValues_AreReadBackFromPlainAndFromGzip(NonEmptyArray<byte> values)
    {
        var content = IdxBytes.Of([(uint)values.Get.Length], values.Get);

        Assert.Equal(values.Get, Parse(content).Values);
        Assert.Equal(values.Get, Parse(IdxBytes.Gzip(content)).Values);
    }

    private static void AssertHarmless(byte[] content)
    {
        var allocated = IdxFileTests.BytesAllocatedBy(() =>
        {
            // Any other exception fails the property.
            try { Parse(content); }
            catch (DatasetException) { }
        });
        Assert.InRange(allocated, 0, 200_000);
    }

    private static IdxFile Parse(byte[] content) => IdxFile.Parse(new MemoryStream(content), "file");
}
