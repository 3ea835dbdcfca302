using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Alma.Serving.Tests.Web;

/// <summary>The Open Inference Protocol, as clients of KServe and Triton speak it.</summary>
public sealed class InferenceTests
{
    [Fact]
    public async Task Infer_InJson_AnswersAllOutputsAndTheId()
    {
        await using var served = await ServedModel.StartAsync();
        var nested = """
            {"id": "42", "inputs": [{"data": [[[[200, 0], [10, 7]]], [[[0, 0], [100, 9]]]], "name": "input", "shape": [2, 1, 2, 2],
            "datatype": "UINT8", "parameters": {}}], "unknown": [{"a": [1]}]}
            """;

        var (status, answer) = await served.PostAsync(ServedModel.InferPath, nested);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("tiny", "0", "42"), ((string?)answer["model_name"], (string?)answer["model_version"], (string?)answer["id"]));
        Assert.Equal(["logits", "probabilities", "label"], answer["outputs"]!.AsArray().Select(output => (string)output!["name"]!));
        Assert.Equal("[2,3]", answer["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal("""{"name":"label","datatype":"INT64","shape":[2],"data":[0,2]}""", answer["outputs"]![2]!.ToJsonString());
    }

    [Fact]
    public async Task Infer_OfSomeOutputs_AnswersThoseInTheirOrder()
    {
        await using var served = await ServedModel.StartAsync();
        var json = ServedModel.Json([0, 100, 0, 0]).Replace(
            "}]}", """}], "outputs": [{"name": "label"}, {"name": "logits"}]}""", StringComparison.Ordinal);

        var (_, answer) = await served.PostAsync(ServedModel.InferPath, json);

        Assert.Equal(["label", "logits"], answer["outputs"]!.AsArray().Select(output => (string)output!["name"]!));
        Assert.Equal([0f, 1f, 0f], answer["outputs"]![1]!["data"]!.AsArray().Select(value => (float)value!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Infer_InBinary_TakesAndAnswersBytesBehindTheJson(bool isAskedForEach)
    {
        await using var served = await ServedModel.StartAsync();
        var asked = isAskedForEach
            ? """ "outputs": [{"name": "label", "parameters": {"binary_data": true}}, {"name": "probabilities"}] """
            : """ "parameters": {"binary_data_output": true} """;
        var json = """
            {"inputs": [{"name": "input", "shape": [2, 1, 2, 2], "datatype": "UINT8", "parameters": {"binary_data_size": 8}}],
            """ + asked + "}";
        using var body = new ByteArrayContent([.. Encoding.UTF8.GetBytes(json), 200, 0, 10, 7, 0, 0, 100, 9]);
        body.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");

        using var response = await served.Client.PostAsync(ServedModel.InferPath, body);

        var content = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single());
        var head = Encoding.UTF8.GetString(content.AsSpan(0, length));
        Assert.Equal(isAskedForEach, head.Contains("\"data\"", StringComparison.Ordinal));
        Assert.Contains("\"binary_data_size\":16", head, StringComparison.Ordinal);
        var labels = content[^16..];
        Assert.Equal([0L, 2], MemoryMarshal.Cast<byte, long>(labels).ToArray());
        Assert.Equal(length + 16 + (isAskedForEach ? 0 : 2 * 24), content.Length);
    }

    [Fact]
    public async Task Infer_RowsInBinaryAtAnOddPlace_ReadsThem()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfRows());
        foreach (var padding in new[] { "", " ", "  ", "   " })
        {
            var json = """{"inputs": [{"name": "input", "shape": [1, 3], "datatype": "FP32", "parameters": {"binary_data_size": 12}}]}"""
                + padding;
            using var body = new ByteArrayContent(
                [.. Encoding.UTF8.GetBytes(json), .. MemoryMarshal.AsBytes<float>((float[])[40, 1, float.NaN]).ToArray()]);
            body.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");

            using var response = await served.Client.PostAsync(ServedModel.InferPath, body);

            // whatever a colour is worth, 0 times NaN is NaN: what counts here is that it came through
            Assert.Contains("null", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Infer_RowsInJson_TakesNullForMissing()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfRows());

        var (status, answer) = await served.PostAsync(
            ServedModel.InferPath,
            """{"inputs": [{"name": "input", "shape": [2, 3], "datatype": "FP32", "data": [40, -1, 0.5, null, 1, 1]}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, (int)answer["outputs"]![2]!["data"]![0]!);
        Assert.Null(answer["outputs"]![0]!["data"]![2]);
    }

    [Theory]
    [InlineData("", "The body is no JSON of an inference request: line 1, byte 1.")]
    [InlineData("{\"inputs\": [", "The body is no JSON of an inference request: line 1, byte 13.")]
    [InlineData("[]", "The body is no JSON object.")]
    [InlineData("{} x", "The body is no JSON of an inference request: line 1, byte 4.")]
    [InlineData("{}", "Found no input; the model has one, 'input'.")]
    [InlineData("{\"inputs\": 1}", "inputs is no array.")]
    [InlineData("{\"inputs\": [1]}", "An input is no object.")]
    [InlineData("{\"inputs\": [{\"name\": \"x\"}]}", "Found the input 'x'; the model has one, 'input'.")]
    [InlineData(
        "{\"inputs\": [{\"name\": \"\\ud800\"}]}", "The body is no JSON of an inference request: a text is no text, or a number none.")]
    [InlineData("{\"id\": 7}", "id is no text.")]
    [InlineData("{\"outputs\": [{\"name\": \"loss\"}]}", "There is no output 'loss'; valid are logits, probabilities, label.")]
    [InlineData("{\"inputs\": [{\"name\": \"input\", \"datatype\": \"FP32\"}]}", "datatype is 'FP32'; valid is UINT8.")]
    public async Task Infer_Malformed_IsRefusedWithAnError(string body, string expected)
    {
        await using var served = await ServedModel.StartAsync();

        var (status, answer) = await served.PostAsync(ServedModel.InferPath, body);

        Assert.Equal((HttpStatusCode.BadRequest, expected), (status, (string?)answer["error"]));
    }

    [Theory]
    [InlineData("[1, 2, 2]", "[1, 2, 3, 4]", "shape is (1, 2, 2); valid is (N, 1, 2, 2) with N from 1 to 16384.")]
    [InlineData("[0, 1, 2, 2]", "[]", "shape is (0, 1, 2, 2); valid is (N, 1, 2, 2) with N from 1 to 16384.")]
    [InlineData("[-1, 1, 2, 2]", "[]", "shape is (-1, 1, 2, 2); valid is (N, 1, 2, 2) with N from 1 to 16384.")]
    [InlineData("[99999999999999, 1, 2, 2]", "[]", "shape is (99999999999999, 1, 2, 2); valid is (N, 1, 2, 2) with N from 1 to 16384.")]
    [InlineData("[1.5, 1, 2, 2]", "[]", "shape holds something else than up to 8 whole numbers.")]
    [InlineData("[1, 1, 2, 2]", "[1, 2, 3]", "Found 3 values; the shape says 4.")]
    [InlineData("[1, 1, 2, 2]", "[1, 2, 3, 256]", "data: value 4 is none of UINT8; valid are whole numbers from 0 to 255.")]
    [InlineData("[1, 1, 2, 2]", "[1, 2, 3, \"4\"]", "data: value 4 is none of UINT8; valid are whole numbers from 0 to 255.")]
    [InlineData("[1, 1, 2, 2]", "{}", "data is no array.")]
    [InlineData("[1, 1, 2, 2]", "[1, 2, 3, {\"a\": 4}]", "data: value 4 is none of UINT8; valid are whole numbers from 0 to 255.")]
    public async Task Infer_OtherShapesAndValues_AreRefused(string shape, string data, string expected)
    {
        await using var served = await ServedModel.StartAsync();

        var (status, answer) = await served.PostAsync(
            ServedModel.InferPath,
            $$"""{"inputs": [{"name": "input", "datatype": "UINT8", "shape": {{shape}}, "data": {{data}}}]}""");

        Assert.Equal((HttpStatusCode.BadRequest, expected), (status, (string?)answer["error"]));
    }

    [Theory]
    [InlineData("x", "Inference-Header-Content-Length is 'x'; valid is a number of bytes up to the body's 103.")]
    [InlineData("104", "Inference-Header-Content-Length is '104'; valid is a number of bytes up to the body's 103.")]
    [InlineData("102", "binary_data_size is 8, but 1 bytes are behind the JSON.")]
    public async Task Infer_BinaryOfAnotherLength_IsRefused(string length, string expected)
    {
        await using var served = await ServedModel.StartAsync();
        const string json = "{\"inputs\":[{\"name\":\"input\",\"shape\":[2,1,2,2],\"datatype\":\"UINT8\","
            + "\"parameters\":{\"binary_data_size\":8}}]}";
        using var body = new StringContent(json + " ");
        body.Headers.Add("Inference-Header-Content-Length", length);

        using var response = await served.Client.PostAsync(ServedModel.InferPath, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($$"""{"error":"{{expected}}"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metadata_OfServerAndModel_IsTheProtocols()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfImages(), TinyOnnx.OfImages(1));

        var (_, server) = await served.GetAsync("v2");
        var (_, model) = await served.GetAsync("v2/models/tiny/versions/0");

        Assert.Equal("""["binary_tensor_data"]""", server["extensions"]!.ToJsonString());
        Assert.Equal(("tiny", "onnx_onnxv1"), ((string?)model["name"], (string?)model["platform"]));
        Assert.Equal("""["0","1"]""", model["versions"]!.ToJsonString());
        Assert.Equal("""[{"name":"input","datatype":"UINT8","shape":[-1,1,2,2]}]""", model["inputs"]!.ToJsonString());
        Assert.Equal("""{"champion":"1","test_error":0.5,"class_names":["left","right","below"]}""", model["parameters"]!.ToJsonString());
    }

    [Theory]
    [InlineData("v2/health/live", "live")]
    [InlineData("v2/health/ready", "ready")]
    [InlineData("v2/models/tiny/ready", "ready")]
    [InlineData("v2/models/tiny/versions/0/ready", "ready")]
    [InlineData("v2/models/tiny/versions/champion/ready", "ready")]
    public async Task Health_OfWhatIsThere_IsTrue(string path, string expected)
    {
        await using var served = await ServedModel.StartAsync();

        var (status, answer) = await served.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, true), (status, (bool)answer[expected]!));
    }

    [Theory]
    [InlineData("v2/models/other", "There is no such model here; there is 'tiny'.")]
    [InlineData("v2/models/tiny/versions/7", "There is no version 7.")]
    [InlineData("v2/models/tiny/versions/x", "There is no such version; valid are 'champion' and numbers.")]
    [InlineData("v2/models/tiny/versions/99999999999", "There is no such version; valid are 'champion' and numbers.")]
    [InlineData("v3", "There is nothing here.")]
    public async Task Address_OfWhatIsNotThere_IsNotFound(string path, string expected)
    {
        await using var served = await ServedModel.StartAsync();

        var (status, answer) = await served.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, expected), (status, (string?)answer["error"]));
    }
}
