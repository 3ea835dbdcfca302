namespace Alma.Results;

/// <summary>What runs share that differ in their seeds alone.</summary>
/// <param name="Replay">Part of the earlier examples that is trained on again.</param>
/// <param name="Wait">Megabatches that are gathered before the model is updated.</param>
internal sealed record Setting(string Data, string Method, int Megabatches, double Replay = 0, int Wait = 1)
{
    public static Setting Of(Result result) => new(result.Data, result.Method, result.Megabatches, result.Replay, result.Wait);
}
