namespace Alma.Data.Pickles;

/// <summary>The stack on which a pickle builds its values, with marks where a list, dictionary or tuple begins.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> values = [];
    private readonly Stack<int> marks = new();

    public void Push(object? value) => values.Add(value);

    public void Mark() => marks.Push(values.Count);

    public object? Peek() => AboveMark > 0 ? values[^1] : throw Underflow();

    public object? Pop() => Pop(1)[0];

    /// <summary>The topmost values in the order in which they were pushed.</summary>
    public object?[] Pop(int count) => AboveMark >= count ? Take(count) : throw Underflow();

    /// <summary>Everything above the topmost mark, which goes too.</summary>
    public object?[] PopToMark() => marks.TryPop(out var mark) ? Take(values.Count - mark) : throw Underflow();

    private int AboveMark => values.Count - (marks.Count == 0 ? 0 : marks.Peek());

    private object?[] Take(int count)
    {
        var taken = values.GetRange(values.Count - count, count).ToArray();
        values.RemoveRange(values.Count - count, count);
        return taken;
    }

    private static InvalidDataException Underflow() => new("found a pickle that takes more values than it has given");
}
