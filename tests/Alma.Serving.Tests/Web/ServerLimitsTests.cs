using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Alma.Serving.Tests.Web;

/// <summary>Who may ask, how much, and how long.</summary>
public sealed class ServerLimitsTests
{
    private static readonly string request = ServedModel.Json([1, 2, 3, 4]);

    [Fact]
    public async Task Token_WhereOneIsAskedFor_IsNeededForAllButHealth()
    {
        await using var served = await ServedModel.StartAsync(new ServingOptions { Token = "secret-token" }, TinyOnnx.OfImages());

        foreach (var path in new[] { "v2", "v2/models/tiny", "model", "metrics" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await served.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await served.PostAsync(ServedModel.InferPath, request)).Status);
        Assert.Equal(HttpStatusCode.OK, (await served.GetAsync("v2/health/live")).Status);
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-toke");
        Assert.Equal(HttpStatusCode.Unauthorized, (await served.GetAsync("v2")).Status);
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-token");
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync(ServedModel.InferPath, request)).Status);
    }

    [Theory]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("localhost", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "null", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "http://localhost:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:80", null, HttpStatusCode.OK)]
    public async Task Page_OfSomebodyElse_CannotAskALocalServer(string host, string? origin, HttpStatusCode expected)
    {
        await using var served = await ServedModel.StartAsync();
        served.Client.DefaultRequestHeaders.Host = host;
        if (origin is not null) served.Client.DefaultRequestHeaders.Add("Origin", origin);

        Assert.Equal(expected, (await served.PostAsync(ServedModel.InferPath, request)).Status);
    }

    [Fact]
    public async Task Body_TooLarge_IsRefusedWhetherItSaysSoOrNot()
    {
        await using var served = await ServedModel.StartAsync(new ServingOptions { MaxBodyBytes = 1000 }, TinyOnnx.OfImages());
        using var chunked = new StreamContent(new MemoryStream(new byte[5000]));
        served.Client.DefaultRequestHeaders.TransferEncodingChunked = true;

        using var unsaid = await served.Client.PostAsync(ServedModel.InferPath, chunked);
        served.Client.DefaultRequestHeaders.TransferEncodingChunked = false;
        var (said, answer) = await served.PostAsync(ServedModel.InferPath, new byte[1001]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unsaid.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, said);
        Assert.Equal("The body is too large: valid are up to 1000 bytes.", (string?)answer["error"]);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync(ServedModel.InferPath, request)).Status);
    }

    [Fact]
    public async Task Request_WhoseClientGoesAway_IsCountedAsThat()
    {
        await using var served = await ServedModel.StartAsync();

        using (var slow = await SlowRequest.BeginAsync(served.Server.Address, request))
        {
            await served.WaitForRequestsInFlightAsync(1);
            slow.Reset();
        }

        await ServedModel.WaitForAsync(async () =>
            (await MetricsAsync(served)).Contains("alma_requests_total{endpoint=\"infer\",code=\"499\"} 1\n"));
        Assert.DoesNotContain("endpoint=\"infer\",code=\"200\"", await MetricsAsync(served), StringComparison.Ordinal);
    }

    private static Task<string> MetricsAsync(ServedModel served) => served.Client.GetStringAsync("metrics");

    [Fact]
    public async Task Requests_MoreThanThereIsRoomFor_AreRefusedUntilThereIs()
    {
        await using var served = await ServedModel.StartAsync(new ServingOptions { MaxRequests = 1 }, TinyOnnx.OfImages());
        using var slow = await SlowRequest.BeginAsync(served.Server.Address, request);
        await served.WaitForRequestsInFlightAsync(1);

        using var refused = await served.Client.PostAsync(ServedModel.InferPath, new StringContent(request));
        var answer = await slow.EndAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync(ServedModel.InferPath, request)).Status);
    }

    [Fact]
    public async Task Request_ThatDoesNotCome_IsRefusedWhenItsTimeIsOver()
    {
        var options = new ServingOptions { TimeLimit = TimeSpan.FromMilliseconds(100) };
        await using var served = await ServedModel.StartAsync(options, TinyOnnx.OfImages());
        using var slow = await SlowRequest.BeginAsync(served.Server.Address, request);

        var answer = await slow.ReadAsync();

        Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
        Assert.Contains("The request took too long.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithARequestUnderWay_AnswersItFirst()
    {
        await using var served = await ServedModel.StartAsync();
        using var slow = await SlowRequest.BeginAsync(served.Server.Address, request);
        await served.WaitForRequestsInFlightAsync(1);

        var stopped = served.Server.StopAsync();
        var answer = await slow.EndAsync();
        await stopped;

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => served.Client.GetAsync("v2"));
    }

    [Fact]
    public async Task Client_ThatGoesAway_LeavesRoomForOthers()
    {
        await using var served = await ServedModel.StartAsync(new ServingOptions { MaxRequests = 1 }, TinyOnnx.OfImages());
        var slow = await SlowRequest.BeginAsync(served.Server.Address, request);
        await served.WaitForRequestsInFlightAsync(1);

        slow.Dispose();

        await served.WaitForRequestsInFlightAsync(0);
        Assert.Equal(HttpStatusCode.OK, (await served.PostAsync(ServedModel.InferPath, request)).Status);
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThemAndWhatWasPredicted()
    {
        await using var served = await ServedModel.StartAsync();
        await served.PostAsync(ServedModel.InferPath, ServedModel.Json([200, 0, 0, 0], [0, 0, 200, 0], [0, 0, 9, 0]));
        await served.PostAsync(ServedModel.InferPath, "");

        var metrics = await served.Client.GetStringAsync("metrics");

        Assert.Contains("alma_requests_total{endpoint=\"infer\",code=\"200\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alma_requests_total{endpoint=\"infer\",code=\"400\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alma_predictions_total{class=\"below\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alma_batch_size_sum 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alma_confidence_count 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alma_champion_version 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alma_champion_test_error 0.5\n", metrics, StringComparison.Ordinal);
    }

    /// <summary>A request whose last byte is held back.</summary>
    private sealed class SlowRequest : IDisposable
    {
        private readonly TcpClient client = new();
        private byte last;

        public static async Task<SlowRequest> BeginAsync(string address, string body)
        {
            var uri = new Uri(address);
            var slow = new SlowRequest();
            await slow.client.ConnectAsync(uri.Host, uri.Port);
            var bytes = Encoding.UTF8.GetBytes(
                $"POST /{ServedModel.InferPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}");
            slow.last = bytes[^1];
            await slow.client.GetStream().WriteAsync(bytes.AsMemory(0, bytes.Length - 1));
            return slow;
        }

        public async Task<string> EndAsync()
        {
            await client.GetStream().WriteAsync(new[] { last });
            return await ReadAsync();
        }

        public async Task<string> ReadAsync()
        {
            using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
            return await reader.ReadToEndAsync();
        }

        /// <summary>Breaks the connection off.</summary>
        public void Reset()
        {
            client.Client.LingerState = new LingerOption(true, 0);
            client.Client.Close(0);
        }

        public void Dispose() => client.Dispose();
    }
}
