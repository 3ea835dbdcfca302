namespace Alma.Experiments;

/// <summary>Somebody's wish, from any thread, that the run be saved at the next safe point and go on.</summary>
public sealed class SaveRequest
{
    private int isAsked;

    public void Ask() => Interlocked.Exchange(ref isAsked, 1);

    /// <summary>Whether it was asked since it was last taken.</summary>
    public bool Consume() => Interlocked.Exchange(ref isAsked, 0) == 1;
}
