namespace Alma.Compare;

/// <summary>What came of a comparison.</summary>
/// <param name="Contenders">Alma first.</param>
/// <param name="Training">Of alma, per round; empty where it did not train.</param>
/// <param name="PeakGigaflops">
/// How fast matrices were multiplied here, right after alma ran, per round, on as many threads as it took.
/// </param>
internal sealed record ComparisonResult(
    IReadOnlyList<Contender> Contenders, IReadOnlyList<TrainingFigures> Training, IReadOnlyList<double> PeakGigaflops);
