using System.Text;
using Alma.Runs.TensorBoard;

namespace Alma.Runs.Tests.TensorBoard;

public sealed class Crc32CTests
{
    /// <summary>The check value of CRC-32C, and the vectors of RFC 3720, appendix B.4.</summary>
    [Fact]
    public void Of_KnownBytes_GivesThePublishedValues()
    {
        Assert.Equal(0xe3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8a9136aau, Crc32C.Of(Enumerable.Repeat((byte)0, 32).ToArray()));
        Assert.Equal(0x46dd794eu, Crc32C.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
    }
}
