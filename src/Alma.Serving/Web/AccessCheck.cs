using System.Net;
using System.Security.Cryptography;
using System.Text;
using Alma.Serving.Protocol;
using Microsoft.AspNetCore.Http;

namespace Alma.Serving.Web;

/// <summary>Who may ask: the bearer of the token, and on a machine's own address nobody but that machine.</summary>
internal sealed class AccessCheck(ServingOptions options)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? expected = options.Token is { } token ? Digest(token) : null;

    /// <exception cref="RequestException">It is not let in.</exception>
    public void Check(HttpContext context, bool isOpen)
    {
        if (options.LocalNamesOnly) RequireLocal(context.Request);
        if (expected is null || isOpen) return;
        string? given = context.Request.Headers.Authorization;
        // Digests are compared in a time that does not tell how much of them is right.
        if (given is not null && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Digest(given[Scheme.Length..].Trim()), expected))
            return;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new RequestException(401, "A token is needed: send it as 'Authorization: Bearer TOKEN'.");
    }

    // A page of somebody else can have a browser ask this address, under a name of its own or from its own origin.
    private static void RequireLocal(HttpRequest request)
    {
        if (!IsLocal(request.Host.Host))
            throw new RequestException(403, "This server answers to 'localhost' and to its own addresses only.");
        string? origin = request.Headers.Origin;
        if (origin is not null && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsLocal(from.Host)))
            throw new RequestException(403, "This server answers to pages of its own only.");
    }

    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
