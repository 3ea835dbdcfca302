using System.Net;
using System.Net.Http.Headers;
using Alma.EndToEnd.Tests.Programs;
using Alma.Serving.Tests;

namespace Alma.EndToEnd.Tests;

public sealed class ServeCommandTests : IDisposable
{
    private const string Request =
        """{"inputs": [{"name": "input", "shape": [1, 1, 2, 2], "datatype": "UINT8", "data": [0, 9, 0, 0]}]}""";

    private readonly Workplace workplace = new();
    private readonly HttpClient client = new();

    public void Dispose()
    {
        client.Dispose();
        workplace.Dispose();
    }

    [Fact]
    public async Task Serve_AFolderOfModels_AnswersUntilItIsToldToStop()
    {
        WriteModels(2);
        using var serving = workplace.Start("serve", "tiny", "--port", "0");
        var address = AddressOf(serving);

        Assert.Contains("\"model_version\":\"1\"", await PostAsync(address), StringComparison.Ordinal);
        serving.Signal("TERM");

        var ended = serving.WaitForEnd();
        Assert.Equal(143, ended.ExitCode);
        Assert.Equal("tiny: version 1 of 2, test error 25.00 %, takes images of 2 x 2 pixels, grey, 3 classes", ended.Output[0]);
        Assert.Equal(["Interrupted. All requests that had come were answered."], ended.Errors);
    }

    [Fact]
    public async Task Serve_ARunThatGoesOn_ServesEachNewMegabatch()
    {
        using var run = workplace.Start("run", "n_megabatches=2", "clmodel.max_epochs=3", "run_dir=r");
        run.WaitForLine("megabatch 1/2");
        using var serving = workplace.Start("serve", "r", "--port", "0", "--name", "digits");
        var address = AddressOf(serving);
        run.WaitForEnd().Succeeded();

        using var model = new HttpClient { BaseAddress = new Uri(address) };
        for (var text = ""; !text.Contains("\"champion\":\"1\"", StringComparison.Ordinal);)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            using var response = await model.GetAsync("v2/models/digits", TestContext.Current.CancellationToken);
            text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        using var first = await model.GetAsync("v2/models/digits/versions/0", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var page = await model.GetStringAsync("model", TestContext.Current.CancellationToken);
        Assert.Contains("\"testError\":", page, StringComparison.Ordinal);
        Assert.Contains(
            "After 2 megabatches the model gets", await model.GetStringAsync("history", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        serving.Signal("TERM");
        Assert.Equal(143, serving.WaitForEnd().ExitCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("clmodel: {class_name: OfAnotherProgram}\n")]
    public async Task Serve_ARunWhoseConfigCannotBeRead_ServesItsModels(string? config)
    {
        workplace.Typed("run", "n_megabatches=1", "clmodel.max_epochs=1", "run_dir=r").Succeeded();
        File.Delete(workplace.In("r/config.yaml"));
        if (config is not null) workplace.Write("r/config.yaml", config);
        using var serving = workplace.Start("serve", "r", "--port", "0", "--name", "digits");
        using var model = new HttpClient { BaseAddress = new Uri(AddressOf(serving)) };

        Assert.Contains(
            "\"champion\":\"0\"", await model.GetStringAsync("v2/models/digits", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        serving.Signal("TERM");
        Assert.Equal(143, serving.WaitForEnd().ExitCode);
    }

    [Fact]
    public async Task Serve_KilledAndStartedAgain_ServesTheSameChampion()
    {
        WriteModels(3);
        workplace.Write("tiny/champion", "1\n");
        for (var start = 0; start < 2; start++)
        {
            using var serving = workplace.Start("serve", "tiny", "--port", "0");
            Assert.Contains("\"model_version\":\"1\"", await PostAsync(AddressOf(serving)), StringComparison.Ordinal);
            serving.Signal("KILL");
            serving.WaitForEnd();
        }
    }

    [Fact]
    public async Task Serve_WithATokenFile_AsksForTheToken()
    {
        WriteModels(1);
        workplace.Write("token.txt", "secret-token\n");
        using var serving = workplace.Start("serve", "tiny/megabatch_0000.onnx", "--port", "0", "--token-file", "token.txt");
        var address = AddressOf(serving);

        using var refused = await client.GetAsync(new Uri($"{address}/v2"), TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-token");
        using var answered = await client.GetAsync(new Uri($"{address}/v2"), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, answered.StatusCode));
        serving.Signal("INT");
        Assert.Equal(130, serving.WaitForEnd().ExitCode);
    }

    [Fact]
    public void Serve_WhatCannotBeServed_IsRefusedInOneLine()
    {
        WriteModels(1);
        workplace.Write("empty/x.txt", "");
        workplace.Write("no.onnx", "no model");
        workplace.Write("short.txt", "abc");

        Assert.Equal("nowhere: there is no such file or folder.", Refused("nowhere"));
        Assert.Equal("empty holds no model: there is no file *.onnx.", Refused("empty"));
        Assert.StartsWith("no.onnx is no ONNX model that can be opened (", Refused("no.onnx"), StringComparison.Ordinal);
        Assert.Equal("--port 65536: valid are 0 to 65535.", Refused("tiny", "--port", "65536"));
        Assert.StartsWith(
            "The host is nowhere; valid are localhost and addresses", Refused("tiny", "--host", "nowhere"), StringComparison.Ordinal);
        Assert.Equal("--max-batch: valid are 1 to 16384.", Refused("tiny", "--max-batch", "0"));
        Assert.StartsWith("short.txt: the token is too short", Refused("tiny", "--token-file", "short.txt"), StringComparison.Ordinal);
        Assert.StartsWith("The name 'a b' is none of a model", Refused("tiny", "--name", "a b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_AtAPortThatIsTaken_SaysSo()
    {
        WriteModels(1);
        using var first = workplace.Start("serve", "tiny", "--port", "0");
        var port = new Uri(AddressOf(first)).Port;

        Assert.Equal(
            $"Failed to bind to address http://127.0.0.1:{port}: address already in use.", Refused("tiny", "--port", $"{port}"));
    }

    private string Refused(params string[] arguments) => workplace.Typed(["serve", .. arguments]).RefusedInOneLine();

    private void WriteModels(int count)
    {
        Directory.CreateDirectory(workplace.In("tiny"));
        for (var k = 0; k < count; k++) File.WriteAllBytes(workplace.In($"tiny/megabatch_{k:D4}.onnx"), TinyOnnx.OfImages(k).ToBytes());
    }

    private static string AddressOf(RunningProgram serving) => serving.WaitForLine("Listening on ").Split(' ')[2].TrimEnd('.');

    private async Task<string> PostAsync(string address)
    {
        using var body = new StringContent(Request);
        using var response = await client.PostAsync(
            new Uri($"{address}/v2/models/tiny/infer"), body, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
