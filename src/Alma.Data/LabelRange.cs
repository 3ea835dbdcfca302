namespace Alma.Data;

/// <summary>The labels that a file may hold: <paramref name="Count"/> of them from <paramref name="First"/> on.</summary>
public readonly record struct LabelRange(int First, int Count)
{
    public int Last => First + Count - 1;

    public bool Holds(int label) => label >= First && label <= Last;
}
