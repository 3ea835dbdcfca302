using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Data.Imports;
using Alma.Files;
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
        using var rows = new ExportedRows(store, part, encode, cancellation);
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            Offer(rows, connection);
            foreach (var setting in SmallDuckDb.Settings(path)) Execute(connection, setting);
            var selected = string.Join(", ", Columns().Select((column, k) => $"{column.Selected($"c{k}")} AS {Name(column.Name)}"));
            Execute(
                connection,
                $"COPY (SELECT {selected} FROM examples()) TO {ClosedDuckDb.Quoted(path)} "
                + $"(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ROW_GROUP_SIZE {RowsAtOnce}, "
                + $"KV_METADATA {{huggingface: {ClosedDuckDb.Quoted(Features())}}})");
            if (rows.Count != part.Count) throw new InvalidOperationException($"{rows.Count} of {part.Count} rows were exported");
        }
        catch (DuckDBException refused)
        {
            rows.Failure?.Throw();
            throw new DatasetException($"{path} could not be written ({refused.Message.Split('\n')[0].TrimEnd('.')}).", refused);
        }
    }

    // DuckDB asks for rows as it writes them: nothing but those of a row group is ever held.
    private void Offer(ExportedRows rows, DuckDBConnection connection)
    {
        var columns = Columns().Select((column, k) => new ColumnInfo($"c{k}", column.IsImage ? typeof(string) : column.Type)).ToList();
#pragma warning disable DuckDBNET001 // may change: this is the one place that uses it, and the tests of exports would tell
        connection.RegisterTableFunction(
            "examples", () => new TableFunction(columns, rows), (_, writers, row) => rows.Write(writers, row));
#pragma warning restore DuckDBNET001
    }

    private IEnumerable<ExportedPart> Split(string name, bool isTest, Func<StoredDump, int> count)
    {
        List<StoredDump> dumps = [.. store.Manifest.Dumps.Where(dump => count(dump) > 0)];
        return dumps.Select((dump, k) =>
            new ExportedPart(FormattableString.Invariant($"{name}-{k:D5}-of-{dumps.Count:D5}.parquet"), dump, isTest, count(dump)));
    }

    // DuckDB holds those of a row group in memory beside what its limit is for.
    private long RowsAtOnce => Math.Clamp(BytesAtOnce / store.Manifest.BytesPerExample, 1, 122_880);

    private List<ExportedColumn> Columns()
    {
        var manifest = store.Manifest;
        List<ExportedColumn> columns = manifest.Shape is null
            ? [.. manifest.Columns.Select(column => new ExportedColumn(column.Name, StoredType(column.Kind)))]
            : [new("image", typeof(byte[]))];
        columns.Add(new(manifest.LabelColumn ?? Label, typeof(int)));
        if (manifest.TimeColumn is { } time) columns.Add(new(time, typeof(DateTime)));
        return columns;
    }

    private static Type StoredType(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => typeof(bool),
        ColumnKind.Date => typeof(DateTime),
        ColumnKind.Category => typeof(string),
        _ => typeof(float),
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

    private sealed record ExportedColumn(string Name, Type Type)
    {
        private static readonly Dictionary<Type, string> features = new()
        {
            [typeof(bool)] = "bool",
            [typeof(DateTime)] = "timestamp[us]",
            [typeof(string)] = "string",
            [typeof(float)] = "float32",
        };

        public bool IsImage => Type == typeof(byte[]);

        public string? FeatureType => features.GetValueOrDefault(Type);

        public string Selected(string column) => IsImage ? $"{{'bytes': from_base64({column}), 'path': NULL::VARCHAR}}" : column;
    }
}

/// <summary>A Parquet file of a store's examples.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Dump">Whose examples it has.</param>
/// <param name="IsTest">Whether those to test on.</param>
/// <param name="Count">Examples.</param>
public sealed record ExportedPart(string Name, StoredDump Dump, bool IsTest, int Count);
