// P: parameter values of a network.
using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// All parameters of a module in one contiguous tensor, and all their gradients in another. The module's own parameters and
/// gradients become views of these, so an optimizer step, a snapshot or an average is one operation over the whole.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    /// <summary>Moves a module's parameters into one tensor on <paramref name="device"/>; from then on the module reads them there.</summary>
    public FlatParameters(nn.Module module, Device device)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var parameters = module.named_parameters().ToList();
        var count = parameters.Sum(entry => entry.parameter.numel());
        Values = zeros(count, device: device).DetachFromDisposeScope();
        Gradients = zeros(count, device: device).DetachFromDisposeScope();
        Slots = [.. LayOut(parameters)];
        foreach (var (slot, parameter) in Slots.Zip(parameters, (slot, entry) => (slot, entry.parameter))) Adopt(parameter, slot);
    }

    /// <summary>(P) float32.</summary>
    public Tensor Values { get; }

    /// <summary>(P) float32. Backward adds to it; whoever steps sets it to zero first.</summary>
    public Tensor Gradients { get; }

    /// <summary>Where each named parameter lies, in the order of the module's parameters.</summary>
    public ImmutableArray<ParameterSlot> Slots { get; }

    public long Count => Values.shape[0];

    /// <summary>The part of a (P) tensor (values, gradients, optimizer state) that belongs to one parameter, in its shape; a view.</summary>
    public static Tensor View(Tensor flat, ParameterSlot slot) => flat.narrow(0, slot.Offset, slot.Count).view(slot.Shape);

    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }

    private static IEnumerable<ParameterSlot> LayOut(IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        var offset = 0L;
        foreach (var (name, parameter) in parameters)
        {
            yield return new ParameterSlot(name, offset, parameter.shape);
            offset += parameter.numel();
        }
    }

    private void Adopt(Parameter parameter, ParameterSlot slot)
    {
        var values = View(Values, slot);
        values.copy_(parameter);
        parameter.set_(values);
        parameter.grad = View(Gradients, slot);
    }
}

/// <summary>The place of one parameter in <see cref="FlatParameters"/>.</summary>
/// <param name="Name">As PyTorch names it, such as <c>model.0.weight</c>.</param>
/// <param name="Offset">Of its first value.</param>
public sealed record ParameterSlot(string Name, long Offset, long[] Shape)
{
    public long Count => Shape.Aggregate(1L, (count, length) => count * length);
}
