namespace Alma.Crashing;

/// <summary>One kill, as it is planned.</summary>
/// <param name="Moment">When, as a part of the time that the run is expected to go on for.</param>
/// <param name="IsInStartUp">Whether it is a part of the time before the first epoch instead.</param>
/// <param name="IsInWrite">Whether it waits, from that moment on, until a file is being written.</param>
/// <param name="IsRunAgain">Whether the run is then gone on with by <c>alma run ... --resume</c>, rather than <c>alma resume</c>.</param>
internal sealed record Kill(double Moment, bool IsInStartUp, bool IsInWrite, bool IsRunAgain)
{
    private const double PartInStartUp = 0.1;
    private const double PartInWrites = 0.3;

    public static Kill Draw(Random random)
    {
        var kind = random.NextDouble();
        return new Kill(random.NextDouble(), kind < PartInStartUp, kind > 1 - PartInWrites, random.Next(2) == 0);
    }

    /// <summary>An earlier one, for a run that had ended when this one came.</summary>
    public Kill Earlier() => this with { Moment = Moment * 0.7 };
}
