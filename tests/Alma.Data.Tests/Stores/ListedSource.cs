using Alma.Data.Imports;

namespace Alma.Data.Tests.Stores;

/// <summary>A source of examples that a test lists.</summary>
internal sealed class ListedSource(IReadOnlyList<ImportedColumn> columns, params ImportedExample[] examples) : ImportSource
{
    public override IReadOnlyList<ImportedColumn> Columns => columns;

    /// <summary>Done when so many examples were read.</summary>
    public (int Count, Action Do)? After { get; init; }

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        for (var k = 0; k < examples.Length; k++)
        {
            if (After is { } after && after.Count == k) after.Do();
            yield return examples[k];
        }
    }

    /// <summary>Images of 1x2x2 whose pixels count up, of classes in turn; each dump of so many.</summary>
    public static ListedSource Images(int count, string[] classes, string? dump = null, int from = 0, int tests = 0) => new([],
        [.. Enumerable.Range(from, count).Select(k =>
            Image(k, classes[k % classes.Length]) with { Dump = dump, IsTest = k - from < tests })]);

    public static ImportedExample Image(int k, string? label, int side = 2) =>
        new(
            new ImageValues(new ImageShape(1, side, side), [.. Enumerable.Range(k, side * side).Select(p => (byte)p)]), label,
            new("x.png", k));

    public static ImportedExample Row(string? label, params object?[] cells) => new(new RowValues(cells), label, new("x.csv", 2));
}
