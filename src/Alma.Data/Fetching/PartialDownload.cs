using System.Net;
using System.Net.Http.Headers;
using Alma.Files;

namespace Alma.Data.Fetching;

/// <summary>A file on its way from a web server into a <c>.part</c> file, which a later request carries on from.</summary>
internal sealed class PartialDownload(HttpClient http, Uri address, string partPath, long mostBytes)
{
    private const int ChunkBytes = 1 << 17;

    private static readonly TimeSpan answerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan chunkPatience = TimeSpan.FromSeconds(30);

    public long BytesDone => File.Exists(partPath) ? new FileInfo(partPath).Length : 0;

    /// <summary>Transfers what is still lacking; <paramref name="report"/> gets the bytes done and, where known, in all.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached or does not answer.</exception>
    /// <exception cref="DatasetException">The server has no such file.</exception>
    /// <exception cref="IOException">The transfer broke off; what came is kept.</exception>
    /// <exception cref="InvalidDataException">What the server sends is not the file.</exception>
    public async Task TransferAsync(Action<long, long?> report, CancellationToken cancellation)
    {
        var done = BytesDone;
        using var response = await RequestAsync(done, cancellation);
        // Nothing lacks, or the part is no part of this file: its checksum will tell.
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && done > 0) return;
        if (!response.IsSuccessStatusCode)
            throw new DatasetException($"{address} answered {(int)response.StatusCode} {response.ReasonPhrase}");
        var continues = response.StatusCode == HttpStatusCode.PartialContent;
        if (continues && response.Content.Headers.ContentRange?.From != done)
            throw new InvalidDataException($"{address} sent another range than the one asked for");
        if (!continues) done = 0;
        await using var part = continues ? OwnFile.Open(partPath) : OwnFile.Replace(partPath);
        part.Seek(0, SeekOrigin.End);
        await CopyAsync(response, part, done, report, cancellation);
    }

    private async Task<HttpResponseMessage> RequestAsync(long done, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (done > 0) request.Headers.Range = new RangeHeaderValue(done, null);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(answerPatience);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer in time", e);
        }
    }

    private async Task CopyAsync(
        HttpResponseMessage response, FileStream part, long done, Action<long, long?> report, CancellationToken cancellation)
    {
        var total = done + response.Content.Headers.ContentLength;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var chunk = new byte[ChunkBytes];
        try
        {
            while (true)
            {
                if (done > mostBytes || total > mostBytes)
                    throw new InvalidDataException($"{address} sends more than the {mostBytes} bytes that the file can have");
                limited.CancelAfter(chunkPatience);
                var read = await body.ReadAsync(chunk, limited.Token);
                if (read == 0) return;
                await part.WriteAsync(chunk.AsMemory(0, read), cancellation);
                done += read;
                report(done, total);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{address} stopped sending at byte {done}", e);
        }
    }
}
