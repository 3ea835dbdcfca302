namespace Alma.Runs.TensorBoard;

/// <summary>One value in a <see cref="TensorBoardEvent"/>: a number, a text or a picture.</summary>
public sealed record TensorBoardValue(string Tag, float? Scalar, string? Text)
{
    public TensorBoardImage? Image { get; init; }

    /// <summary>
    /// What a plugin of TensorBoard finds in the value's metadata, in an encoding of its own; null where there is nothing.
    /// </summary>
    public byte[]? PluginContent { get; init; }
}
