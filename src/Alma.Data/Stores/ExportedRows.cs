using System.Collections;
using System.Runtime.ExceptionServices;
using Alma.Data.Imports;
using DuckDB.NET.Data.DataChunk.Writer;

namespace Alma.Data.Stores;

/// <summary>The rows of a part that is exported, read as they are asked for and written where DuckDB wants them.</summary>
/// <param name="encode">Makes a PNG of pixels (C, H, W).</param>
internal sealed class ExportedRows(
    Store store, ExportedPart part, Func<byte[], ImageShape, byte[]> encode, CancellationToken cancellation)
    : IEnumerable, IEnumerator, IDisposable
{
    private const int BytesAtOnce = 4 << 20;
    private const float FirstDay = -719_162; // of year 1, from 1970
    private const float LastDay = 2_932_896; // of year 9999
    private const float SecondsOfADay = 86_400;

    private IEnumerator<bool>? rows;
    private int bytesOfChunk;
    private ReadOnlyMemory<byte> values;
    private int label;
    private DateTime? time;

    /// <summary>What ended the reading too early: DuckDB hands on no exception, only what it says.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Rows that were read.</summary>
    public int Count { get; private set; }

    public object Current => this;

    /// <summary>
    /// Goes to the next row. DuckDB would take 2,048 at once, which of large images are gigabytes: it is told of an end before that, goes
    /// on with those that it has got, and asks again until there is none.
    /// </summary>
    public bool MoveNext()
    {
        if (bytesOfChunk >= BytesAtOnce)
        {
            bytesOfChunk = 0;
            return false;
        }

        rows ??= Rows().GetEnumerator();
        if (!Guarded(rows.MoveNext)) return false;
        bytesOfChunk += values.Length;
        Count++;
        return true;
    }

    public void Reset() => throw new NotSupportedException();

    public IEnumerator GetEnumerator() => this;

    public void Dispose() => rows?.Dispose();

    /// <summary>Writes the row that it is at, column by column; an image in base 64, as no bytes are taken here.</summary>
    /// <param name="row">Where to.</param>
    public void Write(IReadOnlyList<IDuckDBDataWriter> columns, ulong row) => Guarded(() =>
    {
        if (store.Manifest.Shape is { } shape) columns[0].WriteValue(Convert.ToBase64String(encode(values.ToArray(), shape)), row);
        else WriteCells(columns, row);
        var next = Math.Max(1, store.Manifest.Columns.Count);
        columns[next].WriteValue(label, row);
        if (store.Manifest.TimeColumn is not null) Put(columns[next + 1], time, row);
        return true;
    });

    private IEnumerable<bool> Rows()
    {
        var dump = part.Dump;
        var (labels, tests) = (store.Labels(dump), store.Tests(dump));
        using var times = store.Manifest.TimeColumn is null ? null : store.TimesInTurn(dump, cancellation).GetEnumerator();
        var k = 0;
        foreach (var example in store.ValuesInTurn(dump, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            times?.MoveNext();
            (values, label, time) = (example, labels[k], times?.Current);
            if (tests[k++] == part.IsTest) yield return true;
        }

        times?.MoveNext(); // checks the rest
    }

    private void WriteCells(IReadOnlyList<IDuckDBDataWriter> columns, ulong row)
    {
        var cells = Store.Row(values.Span);
        var next = 0;
        for (var k = 0; k < store.Manifest.Columns.Count; k++)
        {
            var column = store.Manifest.Columns[k];
            var cell = cells[next];
            var seconds = column.Kind == ColumnKind.Date ? cells[next + 1] : 0;
            next += column.CellCount;
            if (float.IsNaN(cell)) columns[k].WriteNull(row);
            else if (column.Kind == ColumnKind.Boolean) columns[k].WriteValue(cell != 0, row);
            else if (column.Kind == ColumnKind.Date) columns[k].WriteValue(Date(column, cell, seconds), row);
            else if (column.Kind == ColumnKind.Category) columns[k].WriteValue(Category(column, cell), row);
            else columns[k].WriteValue(cell, row);
        }
    }

    private static void Put(IDuckDBDataWriter column, DateTime? value, ulong row)
    {
        if (value is { } known) column.WriteValue(known, row);
        else column.WriteNull(row);
    }

    private string Category(TableColumn column, float number) => number >= 0 && number < column.Categories.Count
        ? column.Categories[(int)number]
        : throw Damaged(column, FormattableString.Invariant($"{number}, which is none of its {column.Categories.Count} categories"));

    private DateTime Date(TableColumn column, float days, float seconds) =>
        days is >= FirstDay and <= LastDay && seconds is >= 0 and < SecondsOfADay
            ? DateTime.UnixEpoch.AddDays(days).AddSeconds(seconds)
            : throw Damaged(column, FormattableString.Invariant($"day {days} and second {seconds}, which are no time"));

    private DatasetException Damaged(TableColumn column, string found) =>
        new($"{store.Name}, column {column.Name}: found {found}. Import {store.Name} again.");

    private bool Guarded(Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            Failure ??= ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }
}
