using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Alma.Serving.Batching;
using Alma.Serving.Models;
using Alma.Serving.Protocol;
using Alma.Serving.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Alma.Serving.Web;

/// <summary>What a server answers to: the Open Inference Protocol, <c>/predict</c>, <c>/model</c> and <c>/metrics</c>.</summary>
internal sealed class ModelEndpoints(ModelServer server)
{
    private const string JsonType = "application/json";
    private const string ChampionName = "champion";
    private const string LengthHeader = "Inference-Header-Content-Length";
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "v2", "server", ServerAsync);
        Get(routes, "v2/health/live", "health", context => AnswerAsync(context, json => json.WriteBoolean("live", true)), isOpen: true);
        Get(routes, "v2/health/ready", "health", ReadyAsync, isOpen: true);
        foreach (var model in (string[])["v2/models/{model}", "v2/models/{model}/versions/{version}"])
        {
            Get(routes, model, "metadata", ModelAsync);
            Get(routes, $"{model}/ready", "health", ModelReadyAsync);
            routes.MapPost($"{model}/infer", Guarded("infer", InferAsync));
        }

        routes.MapPost("predict", Guarded("predict", PredictAsync));
        Get(routes, "model", "model", context => AnswerAsync(context, new ModelPageContent(server).Write));
        Get(routes, "metrics", "metrics", MetricsAsync);
    }

    public void MapPage(IEndpointRouteBuilder routes)
    {
        Get(routes, "/", "page", TryPage.AnswerAsync, isOpen: true);
        if (server.History is { } history) routes.MapGet("history", Guarded("history", history.AnswerAsync));
    }

    private void Get(
        IEndpointRouteBuilder routes, string pattern, string endpoint, Func<HttpContext, Task> answer, bool isOpen = false) =>
        routes.MapGet(pattern, Guarded(endpoint, (context, _) => answer(context), isOpen));

    // Whatever happens, the answer is JSON with an error that says nothing of how this program is made.
    private RequestDelegate Guarded(
        string endpoint, Func<HttpContext, CancellationToken, Task> answer, bool isOpen = false) => async context =>
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(server.Options.TimeLimit);
        var isGone = false;
        try
        {
            server.Access.Check(context, isOpen);
            await answer(context, limit.Token);
        }
        catch (Exception fault) when (context.RequestAborted.IsCancellationRequested || fault is ConnectionResetException)
        {
            isGone = true; // nobody waits for an answer
        }
        catch (RequestException refusal)
        {
            await RefuseAsync(context, refusal.Status, refusal.Message);
        }
        catch (BadHttpRequestException malformed)
        {
            await RefuseAsync(context, malformed.StatusCode, "The request is malformed, too large or ended too early.");
        }
        catch (OperationCanceledException)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The request took too long.");
        }
#pragma warning disable CA1031 // No fault reaches who asked, and none ends the server.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            server.Notice?.Invoke($"A request to {endpoint} failed: {fault.Message}");
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, "The server failed on this request.");
        }

        var status = isGone ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode;
        server.Measured.Answered(endpoint, status, Stopwatch.GetElapsedTime(started));
    };

    private static async Task RefuseAsync(HttpContext context, int status, string message)
    {
        if (context.RequestAborted.IsCancellationRequested) return;
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        if (status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "1";
        // What is left of its body is not read to reach the next request.
        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.Connection = "close";
        await AnswerAsync(context, json => json.WriteString("error", message));
    }

    private static async Task AnswerAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body, InferenceWriter.Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await SendAsync(context, body, JsonType);
    }

    private static async Task SendAsync(HttpContext context, PooledBuffer body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body.Written, context.RequestAborted);
    }

    private async Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = MetricsType;
        await server.Measured.Registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }

    private Task ServerAsync(HttpContext context) => AnswerAsync(context, json =>
    {
        json.WriteString("name", "alma");
        json.WriteString("version", typeof(ModelServer).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("extensions");
        json.WriteStringValue("binary_tensor_data");
        json.WriteEndArray();
    });

    private Task ReadyAsync(HttpContext context) => ReadyAsync(context, server.ChampionVersion is not null);

    private static Task ReadyAsync(HttpContext context, bool isReady)
    {
        if (!isReady) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return AnswerAsync(context, json => json.WriteBoolean("ready", isReady));
    }

    private async Task ModelReadyAsync(HttpContext context)
    {
        using var lease = await LeaseAsync(context);
        await ReadyAsync(context, isReady: true);
    }

    private async Task ModelAsync(HttpContext context)
    {
        using var lease = await LeaseAsync(context);
        await AnswerAsync(context, json => ModelMetadataWriter.Write(json, server, lease.Model));
    }

    private async Task InferAsync(HttpContext context, CancellationToken cancellation)
    {
        using var place = server.Limits.Enter(RequestBody.LengthOf(context.Request));
        using var arrival = server.Arriving.Begin();
        using var lease = await LeaseAsync(context);
        using var content = await RequestBody.ReadAsync(context.Request, server.Options.MaxBodyBytes, cancellation);
        var model = lease.Model;
        using var request = InferenceReader.Read(
            content.Content, context.Request.Headers[LengthHeader], model.Input, model.ClassNames.Count);
        var predictions = await ComputeAsync(lease, request.Values, request.Count, arrival, cancellation);
        using var body = new PooledBuffer();
        var length = InferenceWriter.Write(body, server.Name, lease.Loaded.Version, request, predictions);
        if (length is not null) context.Response.Headers[LengthHeader] = length.Value.ToString(CultureInfo.InvariantCulture);
        await SendAsync(context, body, length is null ? JsonType : "application/octet-stream");
    }

    private async Task PredictAsync(HttpContext context, CancellationToken cancellation)
    {
        using var place = server.Limits.Enter(RequestBody.LengthOf(context.Request));
        using var arrival = server.Arriving.Begin();
        var (version, top, resizes) = Query(context.Request.Query);
        using var lease = await LeaseAsync(version);
        using var content = await RequestBody.ReadAsync(context.Request, server.Options.MaxBodyBytes, cancellation);
        var part = await RequestBody.FirstPartAsync(content.Content, context.Request.ContentType);
        var request = await ReadAsync(part, lease.Model.Input, resizes, cancellation);
        var predictions = await ComputeAsync(lease, request.Values, request.Count, arrival, cancellation);
        using var body = new PooledBuffer();
        PersonalAnswer.Write(body, server.Name, lease.Loaded.Version, request, predictions, lease.Model.ClassNames, top);
        await SendAsync(context, body, JsonType);
    }

    // An image takes many times its file's memory: few are decoded at once.
    private async Task<PersonalRequest> ReadAsync(
        ReadOnlyMemory<byte> content, ModelInput input, bool resizes, CancellationToken cancellation)
    {
        await server.Decoding.WaitAsync(cancellation);
        try
        {
            return PersonalRequest.Read(content, input, resizes);
        }
        finally
        {
            server.Decoding.Release();
        }
    }

    private async Task<Predictions> ComputeAsync(
        ModelLease lease, ArraySegment<byte> values, int count, Arrival arrival, CancellationToken cancellation)
    {
        try
        {
            var predictions = await lease.Loaded.Batcher.PredictAsync(values, count, arrival, cancellation);
            server.Measured.Predicted(predictions, lease.Model.ClassNames);
            return predictions;
        }
        catch (ModelException failure)
        {
            server.Notice?.Invoke(failure.Message);
            throw new RequestException(500, "The model failed on these examples.");
        }
    }

    private static (string? Version, int Top, bool Resizes) Query(IQueryCollection query)
    {
        var top = int.MaxValue;
        if (query["top"] is [{ } text, ..] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out top) && top > 0))
            throw RequestException.Malformed("top is no number of classes; valid is a whole number from 1.");
        var resizes = query["resize"] is [{ } asked, ..]
            && (bool.TryParse(asked, out var value) ? value : throw RequestException.Malformed("resize is neither true nor false."));
        return (query["version"], top, resizes);
    }

    private Task<ModelLease> LeaseAsync(HttpContext context)
    {
        var named = context.Request.RouteValues["model"] as string;
        return named == server.Name
            ? LeaseAsync(context.Request.RouteValues["version"] as string)
            : throw new RequestException(404, $"There is no such model here; there is '{server.Name}'.");
    }

    private async Task<ModelLease> LeaseAsync(string? version)
    {
        var isNumber = int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber && version is not (null or ChampionName))
            throw new RequestException(404, $"There is no such version; valid are '{ChampionName}' and numbers.");
        try
        {
            if (await server.Versions.AcquireAsync(isNumber ? number : null) is { } lease) return lease;
        }
        catch (Exception fault) when (ModelVersions.IsOfTheSource(fault))
        {
            server.Notice?.Invoke(fault.Message);
            throw new RequestException(503, "This version cannot be opened.");
        }

        throw isNumber
            ? new RequestException(404, $"There is no version {number}.")
            : new RequestException(503, "There is no version yet.");
    }
}
