using System.Net;
using Alma.Data.Fetching;

namespace Alma.Data.Tests.Fetching;

public sealed class SecureRedirectsTests
{
    private const string File = "https://data.example/file.gz";

    [Theory]
    [InlineData("http://data.example/file.gz")]
    [InlineData("ftp://data.example/file.gz")]
    [InlineData("file:///etc/passwd")]
    public async Task Redirect_AwayFromHttps_IsNotFollowed(string target)
    {
        var server = new Server(new() { [File] = target });

        var refusal = await Assert.ThrowsAsync<DatasetException>(() => AskAsync(server));

        Assert.Equal($"{File} redirects to {target}, which is not HTTPS; that is not followed", refusal.Message);
        Assert.Equal([File], server.Asked);
    }

    [Fact]
    public async Task Redirect_ToHttpsAndThenAway_IsNotFollowed()
    {
        var server = new Server(new() { [File] = "/moved.gz", ["https://data.example/moved.gz"] = "http://other.example/x" });

        await Assert.ThrowsAsync<DatasetException>(() => AskAsync(server));

        Assert.Equal([File, "https://data.example/moved.gz"], server.Asked);
    }

    [Fact]
    public async Task Redirect_WithinHttps_IsFollowed()
    {
        var server = new Server(new() { [File] = "https://mirror.example/a" });

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).StatusCode);
        Assert.Equal([File, "https://mirror.example/a"], server.Asked);
    }

    [Fact]
    public async Task Redirect_InACircle_IsRefused()
    {
        var server = new Server(new() { [File] = File });

        var refusal = await Assert.ThrowsAsync<DatasetException>(() => AskAsync(server));

        Assert.Equal($"{File} redirects more than 5 times", refusal.Message);
    }

    private static async Task<HttpResponseMessage> AskAsync(Server server)
    {
        using var http = new HttpClient(new SecureRedirects(server));
        return await http.GetAsync(new Uri(File), TestContext.Current.CancellationToken);
    }

    /// <summary>Answers with redirects, and where it has none with an empty file.</summary>
    private sealed class Server(Dictionary<string, string> redirects) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!.ToString();
            Asked.Add(address);
            var response = new HttpResponseMessage(redirects.ContainsKey(address) ? HttpStatusCode.Found : HttpStatusCode.OK);
            if (redirects.TryGetValue(address, out var target)) response.Headers.Location = new Uri(target, UriKind.RelativeOrAbsolute);
            return Task.FromResult(response);
        }
    }
}
