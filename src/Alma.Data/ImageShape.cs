namespace Alma.Data;

/// <summary>The shape of one image, as PyTorch orders it.</summary>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Values of one image.</summary>
    public int Size => Channels * Height * Width;

    public override string ToString() => $"({Channels}, {Height}, {Width})";
}
