using System.Net;
using Alma.Serving.Models;
using Alma.Serving.Sources;

namespace Alma.Serving.Tests.Versions;

/// <summary>New versions come while requests do.</summary>
public sealed class VersionSwitchTests
{
    private static readonly string request = ServedModel.Json([1, 2, 3, 4]);

    [Theory]
    [InlineData(10)]
    [InlineData(100, Explicit = true, Traits = new[] { "Category", "Long" })]
    public async Task Versions_SwitchedUnderLoad_FailNoRequest(int switchCount)
    {
        await using var served = await ServedModel.StartAsync();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => AskAsync(served, stop.Token)).ToList();

        for (var version = 1; version <= switchCount; version++)
        {
            served.Write($"megabatch_{version:D4}.onnx", TinyOnnx.OfImages(version).ToBytes());
            await served.WaitForChampionAsync(version);
        }

        await stop.CancelAsync();
        var answered = await Task.WhenAll(clients);
        Assert.All(answered, seen => Assert.NotEmpty(seen));
        Assert.All(answered, seen => Assert.Equal(seen.Order(), seen)); // nobody is taken back to an older one
        Assert.Equal($"{switchCount}", (string?)(await served.PostAsync(ServedModel.InferPath, request)).Answer["model_version"]);
    }

    [Fact]
    public async Task Champion_NamedByItsFile_IsServedAndMovesWithIt()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfImages(), TinyOnnx.OfImages(1), TinyOnnx.OfImages(2));
        Assert.Equal(2, served.Server.Model.ChampionVersion);

        served.Write("champion", "0\n");
        await served.WaitForChampionAsync(0);
        served.Write("champion", "1");
        await served.WaitForChampionAsync(1);
        served.Write("megabatch_0003.onnx", TinyOnnx.OfImages(3).ToBytes());

        await ServedModel.WaitForAsync(() => Task.FromResult(served.Server.Model.VersionCount == 4));
        Assert.Equal("1", (string?)(await served.PostAsync(ServedModel.InferPath, request)).Answer["model_version"]);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync("v2/models/tiny/versions/3/infer", request)).Status);
        File.Delete(served.File("champion"));
        await served.WaitForChampionAsync(3);
    }

    [Theory]
    [InlineData("9", "the champion is to be version 9, but there are 0, 1.")]
    [InlineData("newest", "champion: found 'newest', valid is the number of a version, such as 7.")]
    public async Task Champion_ThatIsNone_IsSaidOnceAndLeavesAllAsItWas(string text, string expected)
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfImages(), TinyOnnx.OfImages(1));
        var notices = new List<string>();
        served.Server.Model.Notice = notices.Add;

        served.Write("champion", text);
        await ServedModel.WaitForAsync(() => Task.FromResult(notices.Count > 0));
        File.Delete(served.File("champion"));
        served.Write("megabatch_0002.onnx", TinyOnnx.OfImages(2).ToBytes());
        await served.WaitForChampionAsync(2);

        Assert.EndsWith(expected, Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_Damaged_LeavesTheOneBeforeAndIsTakenOnceItIsMended()
    {
        await using var served = await ServedModel.StartAsync();
        var notices = new List<string>();
        served.Server.Model.Notice = notices.Add;

        served.Write("megabatch_0001.onnx", "half a model");
        await ServedModel.WaitForAsync(() => Task.FromResult(notices.Count > 0));
        Assert.Equal("0", (string?)(await served.PostAsync(ServedModel.InferPath, request)).Answer["model_version"]);
        var (status, answer) = await served.PostAsync("v2/models/tiny/versions/1/infer", request);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "This version cannot be opened."), (status, (string?)answer["error"]));
        served.Write("megabatch_0001.onnx", TinyOnnx.OfImages(1).ToBytes());

        await served.WaitForChampionAsync(1);
        Assert.Contains("megabatch_0001.onnx is no ONNX model that can be opened", notices[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_Replaced_IsServedAnew()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfImages(0, "a", "b", "c"));

        served.Write("megabatch_0000.onnx", TinyOnnx.OfImages(0, "A", "B", "C").ToBytes());

        await ServedModel.WaitForAsync(async () =>
            (await served.GetAsync("model")).Answer["classes"]!.ToJsonString() == """["A","B","C"]""");
        Assert.Equal("A", (string?)(await served.PostAsync("predict", Runs.Images.PngImage.Encode([9, 0, 0, 0], 1, 2, 2))).Answer["class"]);
    }

    [Fact]
    public async Task Folder_ThatIsGone_LeavesTheChampionToBeServed()
    {
        await using var served = await ServedModel.StartAsync();
        var notices = new List<string>();
        served.Server.Model.Notice = notices.Add;

        Directory.Delete(served.File("."), recursive: true);
        await ServedModel.WaitForAsync(() => Task.FromResult(notices.Count > 0));

        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync(ServedModel.InferPath, request)).Status);
    }

    [Fact]
    public async Task OtherVersions_MoreThanAreKept_AreClosedAndOpenedAgain()
    {
        var options = new ServingOptions { OtherVersionsKept = 1 };
        await using var served = await ServedModel.StartAsync(options, [.. Enumerable.Range(0, 4).Select(k => TinyOnnx.OfImages(k))]);

        for (var round = 0; round < 3; round++)
            for (var version = 0; version < 4; version++)
            {
                var (_, answer) = await served.PostAsync($"v2/models/tiny/versions/{version}/infer", request);
                Assert.Equal($"{version}", (string?)answer["model_version"]);
            }
    }

    [Fact]
    public async Task Server_StartedAgain_ServesTheSameChampion()
    {
        using var folder = new TemporaryFolder();
        for (var k = 0; k < 3; k++) folder.Write($"tiny/megabatch_{k:D4}.onnx", TinyOnnx.OfImages(k).ToBytes());
        folder.Write("tiny/champion", "1");

        for (var start = 0; start < 2; start++)
        {
            await using var server = await AlmaServer.StartAsync(
                new FileModelSource(folder.File("tiny")), new ServingOptions(), "localhost", 0);
            Assert.Equal(1, server.Model.ChampionVersion);
        }
    }

    [Fact]
    public async Task Folder_WithoutAModel_IsRefused()
    {
        using var folder = new TemporaryFolder();

        var refusal = await Assert.ThrowsAsync<ModelException>(() =>
            AlmaServer.StartAsync(new FileModelSource(folder.FullPath), new ServingOptions(), "localhost", 0));

        Assert.Equal($"{folder.FullPath} holds no model: there is no file *.onnx.", refusal.Message);
    }

    [Fact]
    public void Folder_WithAVersionTwice_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a1.onnx", TinyOnnx.OfImages().ToBytes());
        folder.Write("b1.onnx", TinyOnnx.OfImages().ToBytes());

        var refusal = Assert.Throws<ModelException>(() => new FileModelSource(folder.FullPath).List());

        Assert.Contains("are both version 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_OfOneModel_HasItsMegabatchAsItsVersion()
    {
        using var folder = new TemporaryFolder();
        var source = new FileModelSource(folder.Write("model.onnx", TinyOnnx.OfImages(7).ToBytes()));

        var file = Assert.Single(source.List());

        Assert.Equal(("model", 7, 0.0625), (source.Name, file.Version, file.TestError));
    }

    private static async Task<List<int>> AskAsync(ServedModel served, CancellationToken stop)
    {
        var seen = new List<int>();
        do
        {
            var (status, answer) = await served.PostAsync(ServedModel.InferPath, request);
            Assert.Equal(HttpStatusCode.OK, status);
            seen.Add(int.Parse((string)answer["model_version"]!));
        }
        while (!stop.IsCancellationRequested);
        return seen;
    }
}
