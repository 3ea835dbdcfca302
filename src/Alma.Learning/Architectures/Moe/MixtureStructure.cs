using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Data;
using Alma.Learning.Networks;

namespace Alma.Learning.Architectures.Moe;

/// <summary>Which expert of a mixture layer growth splits.</summary>
public enum ExpertSelection
{
    /// <summary>None: the network does not grow.</summary>
    None,

    /// <summary>One at random.</summary>
    Random,

    /// <summary>The one with the largest share of the validation examples.</summary>
    MostUsed,
}

/// <summary>How a mixture of experts grows: which expert of each layer is split, and into how many (0: it is left as it is).</summary>
public sealed record MixtureGrowth(ExpertSelection Selection, int Parts);

/// <summary>The structure of a network some of whose layers are mixtures of experts: what growth needs to know of it.</summary>
/// <param name="Mixtures">The tree of experts of each mixture layer, from input to output.</param>
public abstract record MixtureStructure(ImageShape InputShape, int ClassCount, ImmutableArray<ExpertTree> Mixtures, MixtureGrowth Growth)
    : NetworkStructure(InputShape, ClassCount)
{
    /// <summary>The name of a mixture layer among the network's modules, such as <c>layers.1</c>.</summary>
    public abstract string MixtureName(int mixtureIndex);

    public override bool CanGrow() => Growth.Selection != ExpertSelection.None;

    public override (Network Grown, long SelectionMultiplyAdds) Grow(Network network, GrowthMaterial material) => Growth switch
    {
        { Selection: ExpertSelection.None } => base.Grow(network, material),
        { Parts: 0 } => (network, 0),
        { Selection: ExpertSelection.Random } =>
            (ExpertGrowth.Split(network, ExpertSelector.AtRandom(this, material.Choices), Growth.Parts, material.Generator), 0),
        _ => (
            ExpertGrowth.Split(network, ExpertSelector.MostUsed(network, material), Growth.Parts, material.Generator),
            material.Validation.Length * network.MultiplyAddsPerExample),
    };

    public override bool MayHaveGrownInto(NetworkStructure grown, int mostSteps) =>
        Growth is { Selection: not ExpertSelection.None, Parts: > 0 and var parts }
        && grown is MixtureStructure mixture
        && mixture with { Mixtures = Mixtures } == this
        && mixture.Mixtures is { IsDefault: false } trees
        && trees.Length == Mixtures.Length
        && trees.Zip(Mixtures).All(pair => pair.Second.StepsTo(pair.First, parts) is { } steps && steps <= mostSteps);
}

/// <summary>
/// The shape of a mixture: a leaf is one expert, a node is a mixture of its children. In JSON a leaf is <c>[]</c> and a node
/// the list of its children, so two experts of which the second was split in two are <c>[[],[[],[]]]</c>.
/// </summary>
[JsonConverter(typeof(ExpertTreeConverter))]
public sealed class ExpertTree
{
    private ExpertTree(ImmutableArray<ExpertTree> children) => Children = children;

    /// <summary>A single expert.</summary>
    public static ExpertTree Leaf { get; } = new([]);

    public ImmutableArray<ExpertTree> Children { get; }

    public bool IsLeaf => Children.IsEmpty;

    /// <summary>A mixture of <paramref name="count"/> experts.</summary>
    public static ExpertTree Of(int count) => new([.. Enumerable.Repeat(Leaf, count)]);

    /// <summary>The paths to all experts, depth first: the order in which a mixture runs them.</summary>
    public IEnumerable<ExpertPath> Leaves() =>
        IsLeaf ? [ExpertPath.Root] : Children.SelectMany((child, k) => child.Leaves().Select(path => path.Under(k)));

    /// <summary>This tree with the expert at <paramref name="path"/> replaced by a mixture of <paramref name="parts"/> experts.</summary>
    /// <exception cref="ArgumentException">There is no expert at the path.</exception>
    public ExpertTree Split(ExpertPath path, int parts)
    {
        if (path.Steps.IsEmpty) return IsLeaf ? Of(parts) : throw new ArgumentException("the path ends at a mixture, not at an expert");
        var step = path.Steps[0];
        if (step >= Children.Length) throw new ArgumentException($"there is no expert at {path}");
        return new ExpertTree(Children.SetItem(step, Children[step].Split(new ExpertPath(path.Steps[1..]), parts)));
    }

    /// <summary>How many splits of one expert into <paramref name="parts"/> make another tree of this one, or null where none do.</summary>
    public int? StepsTo(ExpertTree grown, int parts)
    {
        if (grown.IsLeaf) return IsLeaf ? 0 : null;
        if (grown.Children.Length != (IsLeaf ? parts : Children.Length)) return null;
        var steps = IsLeaf ? 1 : 0;
        for (var k = 0; k < grown.Children.Length; k++)
        {
            if ((IsLeaf ? Leaf : Children[k]).StepsTo(grown.Children[k], parts) is not { } below) return null;
            steps += below;
        }
        return steps;
    }

    public override string ToString() => $"[{string.Join(",", Children)}]";

    private sealed class ExpertTreeConverter : JsonConverter<ExpertTree>
    {
        public override bool HandleNull => true; // no expert is null

        public override ExpertTree Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null
                ? throw new JsonException("an expert is null")
                : new(JsonSerializer.Deserialize<ImmutableArray<ExpertTree>>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, ExpertTree value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Children, options);
    }
}

/// <summary>The way from the root of an <see cref="ExpertTree"/> to a node: the child taken at each mixture. Written <c>1.0</c>.</summary>
public sealed record ExpertPath(ImmutableArray<int> Steps)
{
    public static ExpertPath Root { get; } = new(ImmutableArray<int>.Empty);

    /// <summary>The same way, seen from the parent in which its start is child <paramref name="step"/>.</summary>
    public ExpertPath Under(int step) => new(Steps.Insert(0, step));

    public bool Equals(ExpertPath? other) => other is not null && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Aggregate(Steps.Length, HashCode.Combine);

    public override string ToString() => string.Join('.', Steps);
}
