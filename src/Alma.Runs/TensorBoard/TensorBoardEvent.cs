namespace Alma.Runs.TensorBoard;

/// <summary>One record of a TensorBoard file: the file's version in the first one, values in all others.</summary>
/// <param name="WallTime">Seconds since 1970, UTC.</param>
/// <param name="Step">What the values are plotted over.</param>
/// <param name="FileVersion">Of the first record only.</param>
/// <param name="Values">Usually one.</param>
public sealed record TensorBoardEvent(double WallTime, long Step, string? FileVersion, IReadOnlyList<TensorBoardValue> Values);
