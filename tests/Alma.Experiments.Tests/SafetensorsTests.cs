using System.Text;
using Alma.Experiments.Checkpoints;
using Alma.Testing;
using FsCheck.Xunit;
using static TorchSharp.torch;

namespace Alma.Experiments.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string path;

    public SafetensorsTests() => path = folder.File("tensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_OfWhatWasWritten_GivesItBack()
    {
        using var scope = NewDisposeScope();
        Write(
            ("a", tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6.5f } })),
            ("empty", zeros(0, ScalarType.Int64)),
            ("n", tensor(new[] { long.MinValue, 7 })),
            ("scalar", tensor(2.5)));

        using var file = SafetensorsFile.Read(path);

        Assert.Equal("value", file.Metadata["key"]);
        Assert.Equal(["a", "empty", "n", "scalar"], file.Names);
        Assert.Equal([2, 3], file["a"].shape);
        Assert.Equal([1, 2, 3, 4, 5, 6.5f], file["a"].data<float>().ToArray());
        Assert.Equal([long.MinValue, 7], file["n"].data<long>().ToArray());
        Assert.Equal(2.5, file["scalar"].item<double>());
    }

    [Fact]
    public void Write_FollowsTheFormat()
    {
        using var scope = NewDisposeScope();
        Write(("x", tensor(new float[] { 1 })));
        var content = File.ReadAllBytes(path);
        var headerLength = BitConverter.ToInt64(content);
        Assert.Equal(0, headerLength % 8);
        // The SHA-256 of header and values with zeros in its own place.
        Assert.Matches(
            """^{"__metadata__":{"key":"value","alma.sha256":"[0-9a-f]{64}"},"x":{"dtype":"F32","shape":\[1\],"data_offsets":\[0,4\]}} *$""",
            Encoding.UTF8.GetString(content, 8, (int)headerLength));
        Assert.Equal(BitConverter.GetBytes(1f), content[^4..]);
    }

    [Theory]
    [InlineData(4, "fewer than its header's length takes")]
    [InlineData(20, "its header is said to have")]
    [InlineData(-1, "the file is damaged")]
    public void Read_OfATruncatedFile_SaysWhatIsMissing(int length, string problem)
    {
        using var scope = NewDisposeScope();
        Write(("x", tensor(new float[] { 1, 2 })));
        var content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, length < 0 ? content[..^1] : content[..length]);
        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(path));
        Assert.StartsWith($"{path} is no readable safetensors file: ", error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "takes 8 bytes, not 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", "of shape [-1, -1]")]
    [InlineData("""{"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", "has type BF16")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,400]}}""", "the file is truncated")]
    [InlineData("""{"x":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}""", "takes")]
    [InlineData("""{"x":3}""", "object")]
    [InlineData("""[]""", "object")]
    public void Read_OfAWrongHeader_IsRefused(string header, string problem)
    {
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 128, 63]);
        Assert.Contains(
            problem, Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(path)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Property(MaxTest = 300)]
    public bool Read_OfAnyFlippedByteOfTheHeader_GivesAFileOrARefusal(byte position, byte value)
    {
        using var scope = NewDisposeScope();
        Write(("x", tensor(new float[] { 1, 2 })), ("y", tensor(new long[] { 1 })));
        var content = File.ReadAllBytes(path);
        content[position % content.Length] = value;
        File.WriteAllBytes(path, content);
        try
        {
            SafetensorsFile.Read(path).Dispose();
            return true;
        }
        catch (SafetensorsException)
        {
            return true;
        }
    }

    private void Write(params (string, Tensor)[] tensors)
    {
        using var stream = File.Create(path);
        SafetensorsWriter.Write(stream, new Dictionary<string, string> { ["key"] = "value" }, tensors);
    }
}
