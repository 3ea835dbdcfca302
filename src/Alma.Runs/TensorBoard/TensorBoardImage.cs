namespace Alma.Runs.TensorBoard;

/// <summary>A picture as TensorBoard shows it.</summary>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Channels">1 in gray, 3 in colour.</param>
/// <param name="Png">The file.</param>
public sealed record TensorBoardImage(int Height, int Width, int Channels, byte[] Png);
