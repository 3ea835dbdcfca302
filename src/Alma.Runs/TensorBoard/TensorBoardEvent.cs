namespace Alma.Runs.TensorBoard;

/// <summary>One record of a TensorBoard file: the file's version in the first one, values in all others.</summary>
/// <param name="WallTime">Seconds since 1970, UTC.</param>
/// <param name="Step">What the values are plotted over.</param>
/// <param name="FileVersion">Of the first record only.</param>
/// <param name="Values">Usually one.</param>
public sealed record TensorBoardEvent(double WallTime, long Step, string? FileVersion, IReadOnlyList<TensorBoardValue> Values);

/// <summary>One value in a <see cref="TensorBoardEvent"/>: a number, a text or a picture.</summary>
public sealed record TensorBoardValue(string Tag, float? Scalar, string? Text)
{
    public TensorBoardImage? Image { get; init; }

    /// <summary>
    /// What a plugin of TensorBoard finds in the value's metadata, in an encoding of its own; null where there is nothing.
    /// </summary>
    public byte[]? PluginContent { get; init; }
}

/// <summary>A picture as TensorBoard shows it.</summary>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Channels">1 in gray, 3 in colour.</param>
/// <param name="Png">The file.</param>
public sealed record TensorBoardImage(int Height, int Width, int Channels, byte[] Png);

/// <summary>Where TensorBoard shows a number: the name of the curve and the place on its horizontal axis.</summary>
public readonly record struct TensorBoardPoint(string Tag, long Step);
