namespace Alma.Serving;

/// <summary>How a model is served: limits of requests, batching, and who may ask.</summary>
public sealed record ServingOptions
{
    /// <summary>What the model is called in addresses: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>. Default: its source's name.</summary>
    public string? Name { get; init; }

    /// <summary>What a request must bring as <c>Authorization: Bearer TOKEN</c>; null asks for none.</summary>
    public string? Token { get; init; }

    /// <summary>Whether requests must name this machine as their host, as they do unless a page elsewhere misuses a browser.</summary>
    public bool LocalNamesOnly { get; init; }

    /// <summary>The bytes of a request's body. Default 16 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 16 << 20;

    /// <summary>The bytes of all bodies at once; requests beyond that are refused with 429. Default 256 MiB.</summary>
    public long MaxBodyBytesAtOnce { get; init; } = 256L << 20;

    /// <summary>Requests that are read, wait or are computed at once; those beyond that are refused with 429. Default 256.</summary>
    public int MaxRequests { get; init; } = 256;

    /// <summary>How long a request may take, from its first byte to its answer. Default 30 s.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Examples that are computed together. Default 128.</summary>
    public int MaxBatch { get; init; } = 128;

    /// <summary>How long a request may wait for others that are being read, to be computed with them. Default 2 ms.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Threads that compute a batch; by default as many as there are processors.</summary>
    public int? ThreadCount { get; init; }

    /// <summary>How often the source is looked at for new versions. Default 1 s.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Versions beside the champion that are kept open once they were asked for. Default 3.</summary>
    public int OtherVersionsKept { get; init; } = 3;

    /// <summary>
    /// Gives a page of HTML on how the model came about, which is answered to <c>/history</c>; null for none. It is not called twice at
    /// once, nor more often than every <see cref="HistoryInterval"/>, and what it throws is told to <see cref="ModelServer.Notice"/>. An
    /// <see cref="AlmaServer"/> that others than this machine reach answers so only where a <see cref="Token"/> is asked for.
    /// </summary>
    public Func<string>? History { get; init; }

    /// <summary>How old the page of the history may be. Default 5 s.</summary>
    public TimeSpan HistoryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The examples of a request.</summary>
    internal const int MaxExamples = 1 << 14;
}
