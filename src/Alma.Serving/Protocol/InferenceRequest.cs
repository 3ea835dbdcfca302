using System.Buffers;

namespace Alma.Serving.Protocol;

/// <summary>A request of the Open Inference Protocol, read and checked. Holds memory of a pool until it is disposed.</summary>
/// <param name="Id">What it calls itself, to be said again in the response.</param>
/// <param name="Count">N.</param>
/// <param name="Values">The bytes of the input tensor, in its own memory or in the body.</param>
/// <param name="Outputs">What is asked for, in that order.</param>
internal sealed record InferenceRequest(string? Id, int Count, ArraySegment<byte> Values, IReadOnlyList<RequestedOutput> Outputs)
    : IDisposable
{
    /// <summary>What was rented for the values; null where they lie in the body.</summary>
    public byte[]? Rented { get; init; }

    public void Dispose()
    {
        if (Rented is not null) ArrayPool<byte>.Shared.Return(Rented);
    }
}

/// <summary>An output that is asked for.</summary>
/// <param name="IsBinary">Whether as bytes behind the JSON.</param>
internal readonly record struct RequestedOutput(string Name, bool IsBinary);
