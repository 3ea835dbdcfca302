namespace Alma.Learning.Streams;

/// <summary>One chunk of the stream: which training examples arrive together. It holds indices, never examples.</summary>
/// <param name="Index">Its place in the stream, from 0.</param>
/// <param name="Examples">Indices into the training set.</param>
public sealed record Megabatch(int Index, long[] Examples)
{
    /// <summary>Which of the learner's updates it is for, from 0. Without a waiting time every megabatch is for one.</summary>
    public int Update { get; init; } = Index;
}
