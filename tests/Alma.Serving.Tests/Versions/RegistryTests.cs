using System.Security.Cryptography;
using Alma.Runs.Registry;
using Alma.Serving.Sources;

namespace Alma.Serving.Tests.Versions;

/// <summary>A registry that is served follows its champion.</summary>
public sealed class RegistryTests : IDisposable
{
    private static readonly ServingOptions options = new() { Name = "tiny", RefreshInterval = TimeSpan.FromMilliseconds(20) };
    private readonly TemporaryFolder temporary = new();
    private readonly ModelRegistry registry;

    public RegistryTests() => registry = ModelRegistry.OpenOrCreate(temporary.File("shop"));

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Champion_OfARegistry_IsServedAsItMovesAndNoRequestFails()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        Assert.Null(server.Model.ChampionVersion); // nothing before there is a champion
        for (var k = 0; k < 3; k++) Add(TinyOnnx.OfImages(k).ToBytes());
        Promote(0);
        await ServedModel.WaitForAsync(() => Task.FromResult(server.Model.ChampionVersion == 0));
        using var stop = new CancellationTokenSource();
        var asking = AskAsync(client, stop.Token);

        Promote(2);
        await ServedModel.WaitForAsync(() => Task.FromResult(server.Model.ChampionVersion == 2));
        using (var writer = registry.Hold(TimeProvider.System)) writer.RollBack("worse in use");
        await ServedModel.WaitForAsync(() => Task.FromResult(server.Model.ChampionVersion == 0));

        await stop.CancelAsync();
        Assert.True(await asking > 0);
        Assert.Equal(3, server.Model.VersionCount);
    }

    [Theory]
    [InlineData("versions/0001/model.onnx", "is not the file that was registered")]
    [InlineData("champion", "found 'damage', valid is the number of a version, such as 7")]
    public async Task Damage_OfARegistry_IsToldOnceAndTheChampionIsServedOn(string file, string expected)
    {
        for (var k = 0; k < 2; k++) Add(TinyOnnx.OfImages(k).ToBytes());
        Promote(0);
        await using var server = await StartAsync();
        List<string> notices = [];
        server.Model.Notice = notices.Add;

        File.WriteAllText(temporary.File($"shop/{file}"), "damage");
        if (file != "champion") File.WriteAllText(temporary.File("shop/champion"), "1");

        await ServedModel.WaitForAsync(() => Task.FromResult(notices.Count > 0));
        Assert.Contains(expected, Assert.Single(notices));
        Assert.Equal(0, server.Model.ChampionVersion);
    }

    private Task<AlmaServer> StartAsync() =>
        AlmaServer.StartAsync(new RegistryModelSource(ModelRegistry.Open(registry.Path)), options, "localhost", 0);

    private static async Task<int> AskAsync(HttpClient client, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            using var response = await client.PostAsync(ServedModel.InferPath, new StringContent(ServedModel.Json([1, 2, 3, 4])), default);
            response.EnsureSuccessStatusCode();
        }

        return count;
    }

    private void Promote(int version)
    {
        using var writer = registry.Hold(TimeProvider.System);
        writer.Promote(version, RegistryAction.Chosen, "a test");
    }

    private void Add(byte[] onnx)
    {
        using var writer = registry.Hold(TimeProvider.System);
        writer.Add(
            0,
            version => new RegisteredModel
            {
                Version = version,
                Registered = DateTimeOffset.UnixEpoch,
                Onnx = new RegisteredFile(onnx.Length, Convert.ToHexStringLower(SHA256.HashData(onnx))),
                Run = "/runs/a",
                Recipe = "own/mlp",
                RunStarted = DateTimeOffset.UnixEpoch,
                Megabatch = version,
                Data = new RegisteredData("shop", "00", [new HeldOutPart("0000", 5, "01")]),
                HeldOut = new HeldOutError(5, 1, 0.03, 0.6),
            },
            onnx,
            [true, false, false, false, false]);
    }
}
