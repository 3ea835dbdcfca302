using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Alma.Serving.Web;

/// <summary>
/// A page on how the model came about, made by somebody else. It is made anew when it is asked for, but not more often than every few
/// seconds however many ask, and tells browsers to ask again by themselves.
/// </summary>
/// <param name="make">Gives the page as HTML that loads nothing; it is never called twice at once.</param>
/// <param name="shortest">For how long a page that was made is given to all.</param>
internal sealed class HistoryPage(Func<string> make, TimeSpan shortest) : IDisposable
{
    private const string RefreshSeconds = "30";
    private readonly SemaphoreSlim making = new(1);
    private (byte[] Content, long At)? made;

    public async Task AnswerAsync(HttpContext context, CancellationToken cancellation)
    {
        var content = await ContentAsync(cancellation);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = content.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "DENY"; // the page's own policy stands in its head, where this cannot be said
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["Refresh"] = RefreshSeconds;
        await context.Response.Body.WriteAsync(content, cancellation);
    }

    public void Dispose() => making.Dispose();

    private async Task<byte[]> ContentAsync(CancellationToken cancellation)
    {
        await making.WaitAsync(cancellation);
        try
        {
            if (made is { } last && Stopwatch.GetElapsedTime(last.At) < shortest) return last.Content;
            var content = Encoding.UTF8.GetBytes(await Task.Run(make, cancellation));
            made = (content, Stopwatch.GetTimestamp());
            return content;
        }
        finally
        {
            making.Release();
        }
    }
}
