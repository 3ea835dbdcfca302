using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alma.Serving.Sources;

namespace Alma.Serving.Tests;

/// <summary>A server of a folder with models, on a port that was free, and a client of it.</summary>
internal sealed class ServedModel : IAsyncDisposable
{
    public const string InferPath = "v2/models/tiny/infer";
    private readonly TemporaryFolder folder;

    private ServedModel(TemporaryFolder folder, AlmaServer server)
    {
        (this.folder, Server) = (folder, server);
        Client = new HttpClient { BaseAddress = new Uri(server.Address) };
    }

    public AlmaServer Server { get; }

    public HttpClient Client { get; }

    public static async Task<ServedModel> StartAsync(ServingOptions? options = null, params TinyOnnx[] models)
    {
        var folder = new TemporaryFolder();
        try
        {
            for (var k = 0; k < models.Length; k++) folder.Write($"tiny/megabatch_{k:D4}.onnx", models[k].ToBytes());
            var settings = (options ?? new ServingOptions()) with { RefreshInterval = TimeSpan.FromMilliseconds(20) };
            return new ServedModel(folder, await AlmaServer.StartAsync(new FileModelSource(folder.File("tiny")), settings, "localhost", 0));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The usual one: images, three classes.</summary>
    public static Task<ServedModel> StartAsync() => StartAsync(null, TinyOnnx.OfImages());

    public string File(string name) => folder.File($"tiny/{name}");

    /// <summary>Puts a file in place as a whole, as those that export do.</summary>
    public void Write(string name, byte[] content) =>
        System.IO.File.Move(folder.Write("aside", content), File(name), overwrite: true);

    public void Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, string json) =>
        await AnswerAsync(await Client.PostAsync(path, new StringContent(json)));

    public async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(string path, byte[] body) =>
        await AnswerAsync(await Client.PostAsync(path, new ByteArrayContent(body)));

    public async Task<(HttpStatusCode Status, JsonNode Answer)> GetAsync(string path) => await AnswerAsync(await Client.GetAsync(path));

    /// <summary>Images as JSON of the protocol.</summary>
    public static string Json(params int[][] images) => JsonSerializer.Serialize(new
    {
        inputs = new[] { new { name = "input", shape = new[] { images.Length, 1, 2, 2 }, datatype = "UINT8", data = images } },
    });

    /// <summary>Until so many requests are in the server.</summary>
    public Task WaitForRequestsInFlightAsync(int count) =>
        WaitForAsync(async () => (await Client.GetStringAsync("metrics")).Contains($"alma_requests_in_flight {count}\n"));

    public Task WaitForChampionAsync(int version) => WaitForAsync(() => Task.FromResult(Server.Model.ChampionVersion == version));

    // The test's own time limit ends what never comes.
    public static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AnswerAsync(HttpResponseMessage response)
    {
        using (response) return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }
}
