using System.Net;
using System.Net.Http.Headers;
using Alma.Serving.Sources;

namespace Alma.Serving.Tests.Web;

/// <summary>The page on how the model came about, which somebody else makes.</summary>
public sealed class HistoryPageTests
{
    private static readonly TimeSpan forEver = TimeSpan.FromDays(1);

    [Fact]
    public async Task History_AskedForByMany_IsMadeOnceAndAsksToBeReadAgain()
    {
        var made = 0;
        await using var served = await StartAsync(() => $"<p>{Interlocked.Increment(ref made)}</p>", forEver);

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => served.Client.GetStringAsync("history")));

        Assert.All(pages, page => Assert.Equal("<p>1</p>", page));
        using var response = await served.Client.GetAsync("history");
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["30"], response.Headers.GetValues("Refresh"));
        Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        Assert.True((bool)(await served.GetAsync("model")).Answer["history"]!);
    }

    [Fact]
    public async Task History_ThatIsOld_IsMadeAnew()
    {
        var made = 0;
        await using var served = await StartAsync(() => $"{++made}", TimeSpan.Zero);

        Assert.Equal("1", await served.Client.GetStringAsync("history"));
        Assert.Equal("2", await served.Client.GetStringAsync("history"));
    }

    [Fact]
    public async Task History_ThatCannotBeMade_SaysNothingOfWhyToWhoAsks()
    {
        List<string> notices = [];
        await using var served = await StartAsync(() => throw new IOException("/secret/run is gone"), forEver);
        served.Server.Model.Notice = notices.Add;

        var (status, answer) = await served.GetAsync("history");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["A request to history failed: /secret/run is gone"], notices);
    }

    [Fact]
    public async Task History_WhereATokenIsAskedFor_IsForItsBearer()
    {
        var options = new ServingOptions { History = () => "<p>", Token = "secret-token" };
        await using var served = await ServedModel.StartAsync(options, TinyOnnx.OfImages());

        Assert.Equal(HttpStatusCode.Unauthorized, (await served.GetAsync("history")).Status);
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-token");

        Assert.Equal("<p>", await served.Client.GetStringAsync("history"));
        Assert.False((bool)(await served.GetAsync("model")).Answer["history"]!); // a browser that follows a link brings no token
    }

    [Theory]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1", null, HttpStatusCode.OK)]
    [InlineData("0.0.0.0", null, HttpStatusCode.NotFound)]
    [InlineData("0.0.0.0", "secret-token", HttpStatusCode.OK)]
    public async Task History_AtAnOpenAddress_IsForBearersOfATokenAlone(string host, string? token, HttpStatusCode expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny/megabatch_0000.onnx", TinyOnnx.OfImages().ToBytes());
        var options = new ServingOptions { History = () => "<p>", Token = token };
        await using var server = await AlmaServer.StartAsync(new FileModelSource(folder.File("tiny")), options, host, 0);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(server.Address).Port}") };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await client.GetAsync("history");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task History_WhereThereIsNone_IsNotThere()
    {
        await using var served = await ServedModel.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync("history")).Status);
        Assert.False((bool)(await served.GetAsync("model")).Answer["history"]!);
    }

    private static Task<ServedModel> StartAsync(Func<string> make, TimeSpan interval) => ServedModel.StartAsync(
        new ServingOptions { History = make, HistoryInterval = interval }, TinyOnnx.OfImages());
}
