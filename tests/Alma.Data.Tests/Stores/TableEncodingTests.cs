using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

public sealed class TableEncodingTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Number_OfTheFirstMegabatch_HasMean0AndDeviation1()
    {
        var rows = Rows(ColumnKind.Number, [1.0, 3.0, 11.0], first: 2);

        Assert.Equal([-1, 1, 9], rows);
    }

    [Fact]
    public void Number_MissingInTheFirst_IsTheMeanAndFlagged() =>
        Assert.Equal([-1, 0, 1, 0, 0, 1], Rows(ColumnKind.Number, [1.0, 3.0, null], first: 3));

    [Fact]
    public void Number_MissingOnlyLater_IsTheMeanWithoutAFlag() =>
        Assert.Equal([-1, 1, 0], Rows(ColumnKind.Number, [1.0, 3.0, null], first: 2));

    [Fact]
    public void Category_OfTheFirst_HasANumberEachAndLaterOnesNone() => Assert.Equal(
        [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1], Rows(ColumnKind.Category, ["x", "y", "z", null], first: 2));

    [Fact]
    public void Category_BeyondTheBound_IsHowOftenItOccurred()
    {
        object?[] values = [.. Enumerable.Range(0, 70).Select(k => $"c{k}"), "c0", "late"];

        var rows = Rows(ColumnKind.Category, values, first: 71);

        Assert.Equal(2 * 72, rows.Length);
        Assert.True(rows[0] > rows[2]);
        Assert.Equal(rows[2], rows[4]);
        Assert.True(rows[2 * 71] < rows[2]);
    }

    [Fact]
    public void Date_WithoutTimeOfDay_IsDaysAndTwoCircles()
    {
        var rows = Rows(ColumnKind.Date, [Day(5), Day(12), Day(7)], first: 2);

        Assert.Equal(15, rows.Length);
        Assert.Equal([-1f, 1f], [rows[0], rows[5]]);
        Assert.Equal(rows[3], rows[8], 1e-6f); // the same day of the week
        Assert.Equal(rows[4], rows[9], 1e-6f);
    }

    [Fact]
    public void Rows_BeyondTheFirst_ChangeNothingOfTheEncoding()
    {
        var right = Rows(ColumnKind.Number, [1.0, 2.0, 4.0, 5.0, 6.0], first: 3);
        var poisoned = Rows(ColumnKind.Number, [1.0, 2.0, 4.0, 1e9, null], first: 3);

        Assert.Equal(right[..3], poisoned[..3]);
    }

    private static DateTime Day(int day) => new(2026, 3, day, 0, 0, 0, DateTimeKind.Utc);

    private float[] Rows(ColumnKind kind, object?[] values, int first)
    {
        var source = new ListedSource(
            [new("x", kind)],
            [.. values.Select(value => ListedSource.Row("a", value)), ListedSource.Row("a", values[0]) with { IsTest = true }]);
        var folder = new StoreFolder(data.FullPath);
        if (folder.Has("t")) folder.Remove("t");
        var store = StoreImport.Make(
            folder, "t", source, new ImportPlan(new ImportRequest(["t.csv"]), TimeProvider.System), CancellationToken.None).Store;
        return StoreContents.Open(store)
            .Table([.. Enumerable.Range(0, first).Select(k => (long)k)], cancellation: TestContext.Current.CancellationToken).Train.Rows!;
    }
}
