using System.Globalization;

namespace Alma.Config.Drafts;

/// <summary>A node of the tree while it is composed and overridden, before interpolations are resolved.</summary>
internal abstract class DraftNode(Origin origin)
{
    /// <summary>Deeper input is refused: nobody writes it, and it would exhaust the stack.</summary>
    public const int DeepestNesting = 100;

    public Origin Origin { get; } = origin;

    /// <summary>An alias of an anchor gets its own copy, so that an override changes one of them only.</summary>
    public abstract DraftNode Copy();

    public abstract bool HasSameContentAs(DraftNode other);
}

/// <summary>Null, bool, long, double or string; a string may hold interpolations.</summary>
/// <param name="written">As it stands in the file or on the command line, where that may be another text than the value has.</param>
/// <param name="text">The same without escapes.</param>
internal sealed class DraftScalar(object? value, Origin origin, string? written = null, string? text = null) : DraftNode(origin)
{
    public object? Value { get; } = value;

    public string? Written { get; } = written;

    /// <summary>What names a file or a key: <c>007</c> and <c>1e3</c> as they were written.</summary>
    public string Text { get; } = text ?? written ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    public override DraftNode Copy() => new DraftScalar(Value, Origin, Written, Text);

    public override bool HasSameContentAs(DraftNode other) => other is DraftScalar scalar && Equals(Value, scalar.Value);
}

internal sealed class DraftSequence(Origin origin, List<DraftNode> items) : DraftNode(origin)
{
    public List<DraftNode> Items { get; } = items;

    public override DraftNode Copy() => new DraftSequence(Origin, [.. Items.Select(item => item.Copy())]);

    public override bool HasSameContentAs(DraftNode other) =>
        other is DraftSequence sequence
        && Items.Count == sequence.Items.Count
        && Items.Zip(sequence.Items).All(pair => pair.First.HasSameContentAs(pair.Second));
}
