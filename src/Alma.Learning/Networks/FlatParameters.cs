// P: parameter values of a network.
using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// All parameters of a module in one contiguous tensor, and all their gradients in another. The module's own parameters and
/// gradients become views of these, so an optimizer step, a snapshot or an average is one operation over the whole.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    private readonly ImmutableArray<Parameter> parameters; // in the order of the slots
    private Tensor? gradients;

    /// <summary>
    /// Moves a module's parameters into one tensor on <paramref name="device"/>; from then on the module reads them there.
    /// </summary>
    /// <param name="order">Names of all parameters, in the order in which they are to lie; null: as the module lists them.</param>
    public FlatParameters(nn.Module module, Device device, IEnumerable<string>? order = null)
    {
        using var noGradient = no_grad();
        var named = module.named_parameters().ToList();
        var sizes = named.ToDictionary(entry => entry.name, entry => entry.parameter.numel());
        var offsets = LayOut(order ?? named.Select(entry => entry.name), sizes);
        parameters = [.. named.Select(entry => entry.parameter)];
        Slots = [.. named.Select(entry => new ParameterSlot(entry.name, offsets[entry.name], entry.parameter.shape))];
        Values = zeros(sizes.Values.Sum(), device: device).DetachFromDisposeScope();
        foreach (var (slot, parameter) in Slots.Zip(parameters)) MoveInto(Values, slot, parameter);
    }

    /// <summary>Has a module read its parameters where those of another of the same structure lie.</summary>
    /// <param name="layout">Of the other module.</param>
    /// <param name="values">(P), where these are; taken over.</param>
    /// <param name="gradients">(P), the module's own, contiguous; taken over.</param>
    internal FlatParameters(nn.Module module, FlatParameters layout, Tensor values, Tensor gradients)
    {
        using var noGradient = no_grad();
        (parameters, Slots) = ([.. module.named_parameters().Select(entry => entry.parameter)], layout.Slots);
        Values = values.DetachFromDisposeScope();
        foreach (var (slot, parameter) in Slots.Zip(parameters)) Show(Values, slot, parameter);
        TakeGradients(gradients.DetachFromDisposeScope());
    }

    /// <summary>(P) float32.</summary>
    public Tensor Values { get; private set; }

    /// <summary>
    /// (P) float32, made when it is first asked for: do so before the first backward pass, which then adds to it. Whoever
    /// steps sets it to zero first.
    /// </summary>
    public Tensor Gradients
    {
        get
        {
            if (gradients is null) TakeGradients(zeros_like(Values).DetachFromDisposeScope());
            return gradients!;
        }
    }

    /// <summary>Where each named parameter lies, in the order of the module's parameters.</summary>
    public ImmutableArray<ParameterSlot> Slots { get; }

    public long Count => Values.shape[0];

    /// <summary>
    /// The part of a (P) tensor (values, gradients, optimizer state) that belongs to one parameter, in its shape; a view.
    /// </summary>
    public static Tensor View(Tensor flat, ParameterSlot slot) => flat.narrow(0, slot.Offset, slot.Count).view(slot.Shape);

    /// <summary>Whether the same parameters lie in the same places.</summary>
    internal bool IsLaidOutAs(FlatParameters other) =>
        Slots.Select(slot => (slot.Name, slot.Offset, slot.Count))
            .SequenceEqual(other.Slots.Select(slot => (slot.Name, slot.Offset, slot.Count)));

    /// <summary>Moves the values into another tensor, and the gradients to where they are to be from now on.</summary>
    /// <param name="values">(P), contiguous; taken over.</param>
    /// <param name="nextGradients">(P), contiguous, or null for none; taken over.</param>
    internal void MoveTo(Tensor values, Tensor? nextGradients)
    {
        using var noGradient = no_grad();
        using var before = Values;
        values.copy_(before);
        Values = values.DetachFromDisposeScope();
        foreach (var (slot, parameter) in Slots.Zip(parameters)) Show(Values, slot, parameter);
        TakeGradients(nextGradients?.DetachFromDisposeScope());
    }

    /// <summary>Gives up the gradients until they are asked for again.</summary>
    internal void ReleaseGradients() => TakeGradients(null);

    public void Dispose()
    {
        Values.Dispose();
        gradients?.Dispose();
    }

    private static Dictionary<string, long> LayOut(IEnumerable<string> order, Dictionary<string, long> sizes)
    {
        var (offsets, offset) = (new Dictionary<string, long>(), 0L);
        foreach (var name in order)
        {
            offsets.Add(name, offset);
            offset += sizes[name];
        }
        return offsets;
    }

    private static void MoveInto(Tensor flat, ParameterSlot slot, Parameter parameter)
    {
        using var scope = NewDisposeScope();
        View(flat, slot).copy_(parameter);
        Show(flat, slot, parameter);
    }

    private static void Show(Tensor flat, ParameterSlot slot, Parameter parameter)
    {
        using var scope = NewDisposeScope();
        parameter.set_(View(flat, slot));
    }

    private void TakeGradients(Tensor? next)
    {
        using var scope = NewDisposeScope();
        foreach (var (slot, parameter) in Slots.Zip(parameters)) parameter.grad = next is null ? null : View(next, slot);
        gradients?.Dispose();
        gradients = next;
    }
}

/// <summary>The place of one parameter in <see cref="FlatParameters"/>.</summary>
/// <param name="Name">As PyTorch names it, such as <c>model.0.weight</c>.</param>
/// <param name="Offset">Of its first value.</param>
public sealed record ParameterSlot(string Name, long Offset, long[] Shape)
{
    public long Count => Shape.Aggregate(1L, (count, length) => count * length);
}
