using System.Net;

namespace Alma.Data.Fetching;

/// <summary>Follows a web server's redirects, but never from HTTPS to anything else.</summary>
internal sealed class SecureRedirects(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostRedirects = 5;

    /// <summary>A handler for downloads, with a limit on how long connecting may take.</summary>
    public static SecureRedirects Connecting(TimeSpan patience) =>
        new(new SocketsHttpHandler { ConnectTimeout = patience, AllowAutoRedirect = false });

    /// <exception cref="DatasetException">A redirect leads away from HTTPS, or there are too many of them.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var followed = 0; ; followed++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location) return response;
            response.Dispose();
            var (from, to) = (request.RequestUri!, new Uri(request.RequestUri!, location));
            if (to.Scheme != Uri.UriSchemeHttps && to.Scheme != from.Scheme)
                throw new DatasetException($"{from} redirects to {to}, which is not HTTPS; that is not followed");
            if (followed == MostRedirects) throw new DatasetException($"{from} redirects more than {MostRedirects} times");
            request.RequestUri = to;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
