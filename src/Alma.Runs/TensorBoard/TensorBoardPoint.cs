namespace Alma.Runs.TensorBoard;

/// <summary>Where TensorBoard shows a number: the name of the curve and the place on its horizontal axis.</summary>
public readonly record struct TensorBoardPoint(string Tag, long Step);
