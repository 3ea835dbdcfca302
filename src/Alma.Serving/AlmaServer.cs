using System.Net;
using Alma.Serving.Models;
using Alma.Serving.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Alma.Serving;

/// <summary>A web server for a model and for nothing else, as <c>alma serve</c> starts it. Reads no settings of its surroundings.</summary>
public sealed class AlmaServer : IAsyncDisposable
{
    private static readonly TimeSpan graceAtEnd = TimeSpan.FromSeconds(5);
    private readonly WebApplication app;

    private AlmaServer(WebApplication app) => this.app = app;

    /// <summary>Where it listens: <c>http://127.0.0.1:8080</c>.</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public ModelServer Model => app.Services.GetRequiredService<ModelServer>();

    /// <summary>Opens the model and listens.</summary>
    /// <param name="host">
    /// An address of this machine; <c>localhost</c> for itself alone, <c>0.0.0.0</c> or <c>::</c> for all its addresses.
    /// </param>
    /// <param name="port">0 for one that is free.</param>
    /// <param name="prepare">Done with the model before it is opened.</param>
    /// <exception cref="ModelException">There is no model, or no such address.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<AlmaServer> StartAsync(
        ModelSource source, ServingOptions options, string host, int port, Action<ModelServer>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var address = AddressOf(host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, address, port));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = options.TimeLimit + graceAtEnd);
        var isLocal = IPAddress.IsLoopback(address);
        builder.Services.AddAlma(source, options with
        {
            LocalNamesOnly = isLocal,
            // A history may tell of paths and commands, which are nothing for whoever reaches an open address.
            History = isLocal || options.Token is not null ? options.History : null,
        });
        var app = builder.Build();
        try
        {
            app.MapAlma();
            app.MapAlmaPage();
            app.MapFallback(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = "There is nothing here." });
            });
            prepare?.Invoke(app.Services.GetRequiredService<ModelServer>());
            await app.StartAsync();
            return new AlmaServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no new connections, and ends when all requests are answered or their time is over.</summary>
    public Task StopAsync() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, ServingOptions options, IPAddress address, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = 4L * options.MaxRequests;
        kestrel.Limits.RequestHeadersTimeout = options.TimeLimit;
        kestrel.Limits.MaxRequestHeadersTotalSize = 1 << 14;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static IPAddress AddressOf(string host)
    {
        if (host == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(host, out var address)
            ? address
            : throw new ModelException(
                $"The host is {host}; valid are localhost and addresses of this machine, such as 192.168.1.5, or 0.0.0.0 for all of them.");
    }
}
