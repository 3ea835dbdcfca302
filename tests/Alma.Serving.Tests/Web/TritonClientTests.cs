using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Alma.Serving.Tests.Web;

/// <summary>
/// The requests that Triton's Python client makes (triton-inference-server/client, tritonclient/http), in the bytes that it makes of them:
/// tensors behind the JSON, bodies compressed by gzip and zlib, and everything answered in binary where no output is named.
/// </summary>
public sealed class TritonClientTests
{
    private static readonly byte[] pixels = [200, 0, 10, 7, 0, 0, 100, 9];

    // InferInput.set_data_from_numpy, its default: binary_data=True.
    private const string BinaryInput =
        """{"name":"input","shape":[2,1,2,2],"datatype":"UINT8","parameters":{"binary_data_size":8}}""";

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Infer_WithoutOutputs_IsAnsweredInBinary(string? compression)
    {
        await using var served = await ServedModel.StartAsync();

        using var response = await InferAsync(
            served, $$$"""{"inputs":[{{{BinaryInput}}}],"parameters":{"binary_data_output":true}}""", compression);

        var (header, tensors) = await ReadAsync(response);
        Assert.Equal(["logits", "probabilities", "label"], tensors.Keys);
        Assert.Equal([0L, 2L], MemoryMarshal.Cast<byte, long>(tensors["label"]).ToArray());
        Assert.Equal(6, MemoryMarshal.Cast<byte, float>(tensors["probabilities"]).Length);
        Assert.Equal("tiny", (string?)header["model_name"]);
    }

    [Fact]
    public async Task Infer_WithRequestedOutputs_IsAnsweredAsEachAsks()
    {
        await using var served = await ServedModel.StartAsync();

        using var response = await InferAsync(
            served,
            $$$"""
            {"id":"7","inputs":[{{{BinaryInput}}}],"outputs":[{"name":"label","parameters":{"binary_data":true}},
            {"name":"probabilities","parameters":{"binary_data":false}}],"parameters":{"priority":1,"timeout":1000}}
            """,
            null);

        var (header, tensors) = await ReadAsync(response);
        Assert.Equal(["label"], tensors.Keys);
        Assert.Equal("7", (string?)header["id"]);
        Assert.Equal(6, header["outputs"]![1]!["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task Questions_OfTheClient_AreAnswered()
    {
        await using var served = await ServedModel.StartAsync();

        foreach (var path in new[] { "v2/health/live", "v2/health/ready", "v2/models/tiny/ready", "v2/models/tiny/versions/0/ready", "v2" })
            Assert.Equal(HttpStatusCode.OK, (await served.GetAsync(path)).Status);
        var (_, metadata) = await served.GetAsync("v2/models/tiny");
        Assert.Equal(("tiny", "UINT8"), ((string?)metadata["name"], (string?)metadata["inputs"]![0]!["datatype"]));
    }

    [Theory]
    [InlineData("gzip", HttpStatusCode.BadRequest)]
    [InlineData("deflate", HttpStatusCode.BadRequest)]
    [InlineData("br", HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_CompressedOtherwiseThanItSays_IsRefused(string compression, HttpStatusCode expected)
    {
        await using var served = await ServedModel.StartAsync();
        using var body = new ByteArrayContent([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        body.Headers.ContentEncoding.Add(compression);

        using var response = await served.Client.PostAsync(ServedModel.InferPath, body);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Body_ThatUnpacksToTooMuch_IsRefused()
    {
        await using var served = await ServedModel.StartAsync(new ServingOptions { MaxBodyBytes = 100_000 }, TinyOnnx.OfImages());
        using var body = new ByteArrayContent(Compressed(new byte[10_000_000], "gzip"));
        body.Headers.ContentEncoding.Add("gzip");

        using var response = await served.Client.PostAsync(ServedModel.InferPath, body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> InferAsync(ServedModel served, string json, string? compression)
    {
        byte[] whole = [.. Encoding.UTF8.GetBytes(json), .. pixels];
        using var body = new ByteArrayContent(Compressed(whole, compression));
        body.Headers.Add("Inference-Header-Content-Length", $"{json.Length}"); // of the JSON before it is compressed
        if (compression is not null) body.Headers.ContentEncoding.Add(compression);
        return await served.Client.PostAsync(ServedModel.InferPath, body);
    }

    private static byte[] Compressed(byte[] content, string? compression)
    {
        if (compression is null) return content;
        using var packed = new MemoryStream();
        using (Stream packing = compression == "gzip"
            ? new GZipStream(packed, CompressionLevel.Fastest)
            : new ZLibStream(packed, CompressionLevel.Fastest)) packing.Write(content);
        return packed.ToArray();
    }

    // InferResult: outputs with binary_data_size lie behind the JSON in their order.
    private static async Task<(JsonNode Header, Dictionary<string, byte[]> Tensors)> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var content = await response.Content.ReadAsByteArrayAsync();
        var place = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single());
        var header = JsonNode.Parse(content.AsSpan(0, place))!;
        var tensors = new Dictionary<string, byte[]>();
        foreach (var output in header["outputs"]!.AsArray())
        {
            if (output!["parameters"]?["binary_data_size"] is not { } size) continue;
            tensors[(string)output["name"]!] = content[place..(place + (int)size)];
            place += (int)size;
        }

        Assert.Equal(content.Length, place);
        return (header, tensors);
    }
}
