using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Data.Imports;
using DuckDB.NET.Data;

namespace Alma.Data.Stores;

/// <summary>
/// Writes a store as Parquet files, which <c>alma data import</c> and Hugging Face's datasets read: one for the examples of a dump to learn
/// from, one for those to test on. Labels are numbers, and the file notes their names.
/// </summary>
public sealed class StoreExport
{
    private const string Label = "label";
    private const long BytesAtOnce = 32 << 20;
    private const float FirstDay = -719_162; // of year 1, from 1970
    private const float LastDay = 2_932_896; // of year 9999
    private const float SecondsOfADay = 86_400;
    private static readonly JsonSerializerOptions json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Store store;
    private readonly Func<byte[], ImageShape, byte[]> encode;

    /// <param name="encode">Makes a PNG of pixels (C, H, W).</param>
    public StoreExport(Store store, Func<byte[], ImageShape, byte[]> encode)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(encode);
        (this.store, this.encode) = (store, encode);
    }

    /// <summary>The files there are to write, named as Hugging Face names parts of a split; none is of no examples.</summary>
    public IReadOnlyList<ExportedPart> Parts =>
    [
        .. Split("train", isTest: false, dump => dump.Count - dump.TestCount),
        .. Split("test", isTest: true, dump => dump.TestCount),
    ];

    /// <summary>Writes one of them.</summary>
    /// <param name="path">Of a file that is there, and is written over.</param>
    /// <exception cref="DatasetException">A file of the store is damaged, or this one cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public void Write(ExportedPart part, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(part);
        var spill = Directory.CreateTempSubdirectory("alma-export-");
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            foreach (var setting in ClosedDuckDb.Settings(path, spill.FullName)) Execute(connection, setting);
            Execute(connection, $"CREATE TABLE examples ({string.Join(", ", Columns().Select((column, k) => $"c{k} {column.Stored}"))})");
            Append(part, connection, cancellation);
            var selected = string.Join(", ", Columns().Select((column, k) => $"{column.Selected($"c{k}")} AS {Name(column.Name)}"));
            Execute(
                connection,
                $"COPY (SELECT {selected} FROM examples) TO {ClosedDuckDb.Quoted(path)} "
                + $"(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ROW_GROUP_SIZE {RowsAtOnce}, "
                + $"KV_METADATA {{huggingface: {ClosedDuckDb.Quoted(Features())}}})");
        }
        catch (DuckDBException refused)
        {
            throw new DatasetException($"{path} could not be written ({refused.Message.Split('\n')[0].TrimEnd('.')}).", refused);
        }
        finally
        {
            spill.Delete(recursive: true);
        }
    }

    private IEnumerable<ExportedPart> Split(string name, bool isTest, Func<StoredDump, int> count)
    {
        List<StoredDump> dumps = [.. store.Manifest.Dumps.Where(dump => count(dump) > 0)];
        return dumps.Select((dump, k) =>
            new ExportedPart(FormattableString.Invariant($"{name}-{k:D5}-of-{dumps.Count:D5}.parquet"), dump, isTest, count(dump)));
    }

    // DuckDB holds rows that are appended, and those of a row group, in memory beside what its limit is for.
    private long RowsAtOnce => Math.Clamp(BytesAtOnce / store.Manifest.BytesPerExample, 2048, 122_880);

    private void Append(ExportedPart part, DuckDBConnection connection, CancellationToken cancellation)
    {
        var dump = part.Dump;
        var (labels, tests, times) = (store.Labels(dump), store.Tests(dump), store.Times(dump));
        var (rows, count) = (connection.CreateAppender("examples"), 0L);
        try
        {
            store.ReadValues(dump, (k, bytes) =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (tests[k] != part.IsTest) return;
                if (++count % RowsAtOnce == 0)
                {
                    rows.Dispose();
                    rows = connection.CreateAppender("examples");
                }

                var row = rows.CreateRow();
                if (store.Manifest.Shape is { } shape) row.AppendValue(encode(bytes.ToArray(), shape));
                else AppendCells(row, Store.Row(bytes));
                row.AppendValue((int?)labels[k]);
                if (store.Manifest.TimeColumn is not null) row.AppendValue(times[k]);
                row.EndRow();
            });
        }
        finally
        {
            rows.Dispose();
        }
    }

    private void AppendCells(IDuckDBAppenderRow row, ReadOnlySpan<float> cells)
    {
        var next = 0;
        foreach (var column in store.Manifest.Columns)
        {
            var cell = cells[next];
            var seconds = column.Kind == ColumnKind.Date ? cells[next + 1] : 0;
            next += column.CellCount;
            if (float.IsNaN(cell)) row.AppendNullValue();
            else if (column.Kind == ColumnKind.Boolean) row.AppendValue((bool?)(cell != 0));
            else if (column.Kind == ColumnKind.Date) row.AppendValue((DateTime?)Date(column, cell, seconds));
            else if (column.Kind == ColumnKind.Category) row.AppendValue(Category(column, cell));
            else row.AppendValue((float?)cell);
        }
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

    private List<ExportedColumn> Columns()
    {
        var manifest = store.Manifest;
        List<ExportedColumn> columns = manifest.Shape is null
            ? [.. manifest.Columns.Select(column => new ExportedColumn(column.Name, StoredType(column.Kind)))]
            : [new("image", "BLOB")];
        columns.Add(new(manifest.LabelColumn ?? Label, "INTEGER"));
        if (manifest.TimeColumn is { } time) columns.Add(new(time, "TIMESTAMP"));
        return columns;
    }

    private static string StoredType(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Date => "TIMESTAMP",
        ColumnKind.Category => "VARCHAR",
        _ => "FLOAT",
    };

    // As Hugging Face's datasets library notes what the columns are.
    private string Features() => JsonSerializer.Serialize(
        new
        {
            info = new
            {
                features = Columns().ToDictionary(
                    column => column.Name,
                    column => column.Name == (store.Manifest.LabelColumn ?? Label)
                        ? new { names = store.Manifest.Classes, _type = "ClassLabel" }
                        : (object)new { dtype = column.FeatureType, _type = column.IsImage ? "Image" : "Value" })
            }
        },
        json);

    private static void Execute(DuckDBConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed record ExportedColumn(string Name, string Stored)
    {
        public bool IsImage => Stored == "BLOB";

        public string? FeatureType => Stored switch
        {
            "BLOB" => null,
            "BOOLEAN" => "bool",
            "TIMESTAMP" => "timestamp[us]",
            "VARCHAR" => "string",
            _ => "float32",
        };

        public string Selected(string column) => IsImage ? $"{{'bytes': {column}, 'path': NULL::VARCHAR}}" : column;
    }
}

/// <summary>A Parquet file of a store's examples.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Dump">Whose examples it has.</param>
/// <param name="IsTest">Whether those to test on.</param>
/// <param name="Count">Examples.</param>
public sealed record ExportedPart(string Name, StoredDump Dump, bool IsTest, int Count);
