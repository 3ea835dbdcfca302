namespace Alma.Learning.Streams;

/// <summary>One chunk of the stream: which training examples arrive together. It holds indices, never examples.</summary>
/// <param name="Index">Its place in the stream, from 0.</param>
/// <param name="Examples">Indices into the training set.</param>
public sealed record Megabatch(int Index, long[] Examples);
