using System.Buffers;
using System.IO.Compression;
using Alma.Serving.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Alma.Serving.Web;

/// <summary>A request's body, read whole into memory of a pool.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstLength = 1 << 14;
    private const int MostParts = 16;
    private byte[] bytes;
    private int length;

    private RequestBody(int capacity) => bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public ArraySegment<byte> Content => new(bytes, 0, length);

    /// <summary>The bytes that the body takes in memory; null where that is not known before it is read.</summary>
    public static long? LengthOf(HttpRequest request) => IsPlain(request) ? request.ContentLength : null;

    /// <exception cref="RequestException">
    /// It is compressed in another way than gzip or deflate, damaged, or longer than it may be.
    /// </exception>
    /// <exception cref="BadHttpRequestException">It ends too early.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, int most, CancellationToken cancellation)
    {
        try
        {
            if (IsPlain(request)) return await ReadAsync(request.Body, request.ContentLength, most, cancellation);
            await using var content = Decompressed(request);
            return await ReadAsync(content, null, most, cancellation);
        }
        catch (InvalidDataException)
        {
            throw RequestException.Malformed("The body is compressed and damaged.");
        }
    }

    private static bool IsPlain(HttpRequest request) =>
        request.Headers.ContentEncoding is not { Count: > 0 } encoding || encoding == "identity";

    private static Stream Decompressed(HttpRequest request) => request.Headers.ContentEncoding.ToString() switch
    {
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        _ => throw new RequestException(415, "The body is compressed in another way than gzip or deflate."),
    };

    private static async Task<RequestBody> ReadAsync(Stream content, long? expected, int most, CancellationToken cancellation)
    {
        var body = new RequestBody((int)Math.Min(most, expected + 1 ?? FirstLength));
        try
        {
            int read;
            while ((read = await content.ReadAsync(body.bytes.AsMemory(body.length), cancellation)) > 0)
            {
                body.length += read;
                if (body.length > most) throw RequestLimits.TooLarge(most);
                if (body.length == body.bytes.Length) body.Grow();
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The first file or field of a form, where the body is one; else all of it.</summary>
    /// <exception cref="RequestException">The form is damaged or empty.</exception>
    public static async Task<ReadOnlyMemory<byte>> FirstPartAsync(ArraySegment<byte> content, string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return content;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200) throw RequestException.Malformed("The form has no boundary.");
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(content.Array!, content.Offset, content.Count));
            for (var k = 0; k < MostParts && await reader.ReadNextSectionAsync() is { } part; k++)
            {
                using var file = new MemoryStream();
                await part.Body.CopyToAsync(file);
                if (file.Length > 0) return file.ToArray();
            }
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException)
        {
            throw RequestException.Malformed("The form is damaged.");
        }

        throw RequestException.Malformed("The form holds no file.");
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        Content.AsSpan().CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
