using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alma.Learning.Architectures.Moe;

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
