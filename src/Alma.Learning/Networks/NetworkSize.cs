namespace Alma.Learning.Networks;

/// <summary>
/// What a network takes at least, by arithmetic on its structure: nothing is built. Real numbers, since options allow networks that no
/// integer counts.
/// </summary>
/// <param name="Parameters">Values of all weights.</param>
/// <param name="Activations">Values that layers give for one example, kept in training until the backward pass.</param>
/// <param name="Modules">Layers and containers of layers, of which each takes memory of its own.</param>
public sealed record NetworkSize(double Parameters, double Activations, double Modules)
{
    public static NetworkSize Zero { get; } = new(0, 0, 0);

    /// <summary>Bytes of parameters and modules of one network.</summary>
    public double Bytes => (Parameters * sizeof(float)) + (Modules * BytesPerModule);

    // Of a TorchSharp module with its part of LibTorch: measured over mixtures of a thousand experts.
    private const double BytesPerModule = 3000;

    public static NetworkSize operator +(NetworkSize left, NetworkSize right) => left.Add(right);

    public static NetworkSize operator *(NetworkSize size, double times) => size.Times(times);

    public NetworkSize Add(NetworkSize other) =>
        new(Parameters + other.Parameters, Activations + other.Activations, Modules + other.Modules);

    public NetworkSize Times(double times) => new(Parameters * times, Activations * times, Modules * times);

    internal static NetworkSize Sum(IEnumerable<NetworkSize> sizes) => sizes.Aggregate(Zero, (sum, size) => sum + size);

    internal static NetworkSize Linear(double inputs, double outputs) => new((inputs + 1) * outputs, outputs, 1);

    /// <summary>A convolution of a square kernel, with a bias or the weight and bias of a norm, or both.</summary>
    internal static NetworkSize Convolution(double inputs, double outputs, double kernel, double pixels) =>
        new(((inputs * kernel * kernel) + 2) * outputs, 2 * outputs * pixels, 2);
}
