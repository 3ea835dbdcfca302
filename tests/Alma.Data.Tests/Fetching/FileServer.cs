using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Alma.Data.Tests.Fetching;

/// <summary>A web server on this machine that serves bytes from memory, well or badly.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Dictionary<string, byte[]> files;
    private readonly CancellationTokenSource stop = new();

    public FileServer(Dictionary<string, byte[]> files)
    {
        this.files = files;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public bool HonoursRange { get; init; } = true;

    /// <summary>Once: breaks the connection after so many bytes of a body.</summary>
    public int? BreaksAfter { get; set; }

    /// <summary>Sends so many bytes of a body and then nothing more.</summary>
    public int? HangsAfter { get; init; }

    /// <summary>Where it says that all its files are now.</summary>
    public Uri? MovedTo { get; init; }

    /// <summary>Each as "name" or "name from first byte".</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>An address at which nothing listens.</summary>
    public static Uri DeadAddress() => new($"http://127.0.0.1:{FreePort()}/");

    public void Dispose()
    {
        stop.Cancel();
        listener.Close();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var name = context.Request.Url!.AbsolutePath[1..];
        var range = context.Request.Headers["Range"];
        Requests.Enqueue(range is null ? name : $"{name} from {range["bytes=".Length..^1]}");
        if (MovedTo is not null)
        {
            context.Response.Redirect($"{MovedTo}{name}");
            context.Response.Close();
            return;
        }
        if (!files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }
        var first = HonoursRange && range is not null ? int.Parse(range["bytes=".Length..^1]) : 0;
        if (first >= content.Length)
            context.Response.StatusCode = 416;
        else if (first > 0)
            (context.Response.StatusCode, context.Response.Headers["Content-Range"]) = (
                206, $"bytes {first}-{content.Length - 1}/{content.Length}");
        await SendAsync(context.Response, content.AsMemory(Math.Min(first, content.Length)));
    }

    private async Task SendAsync(HttpListenerResponse response, ReadOnlyMemory<byte> body)
    {
        response.ContentLength64 = body.Length;
        var sent = BreaksAfter ?? HangsAfter ?? body.Length;
        await response.OutputStream.WriteAsync(body[..Math.Min(sent, body.Length)]);
        await response.OutputStream.FlushAsync();
        if (HangsAfter is not null) await Task.Delay(Timeout.Infinite, stop.Token);
        if (BreaksAfter is null)
            response.Close();
        else
            response.Abort();
        BreaksAfter = null;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
