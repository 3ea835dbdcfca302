namespace Alma.Data.Pickles;

/// <summary>A NumPy array as a pickle describes it: made empty, then filled.</summary>
internal sealed class PickledArray
{
    public IReadOnlyList<object?> Shape { get; private set; } = [];

    public PickledType? ElementType { get; private set; }

    /// <summary>Row by row; empty until it is filled.</summary>
    public ReadOnlyMemory<byte> Values { get; private set; }

    /// <param name="state">(version, shape, type, whether column by column, bytes).</param>
    /// <exception cref="InvalidDataException">It is not of this form, or column by column.</exception>
    public void Fill(object? state)
    {
        if (state is not object?[] parts || parts is not [1L, object?[] shape, PickledType type, false, ReadOnlyMemory<byte> values])
            throw new InvalidDataException("found an array of an unknown form in the pickle, expected bytes row by row");
        (Shape, ElementType, Values) = (shape, type, values);
    }

    public override string ToString() => $"an array ({string.Join(", ", Shape)}) of {ElementType?.Name ?? "nothing"}";
}

/// <summary>The type of an array's elements, <c>u1</c> for bytes.</summary>
internal sealed record PickledType(string Name);
