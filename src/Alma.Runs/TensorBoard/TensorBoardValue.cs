namespace Alma.Runs.TensorBoard;

/// <summary>One value in a <see cref="TensorBoardEvent"/>: a number or a text.</summary>
public sealed record TensorBoardValue(string Tag, float? Scalar, string? Text);
