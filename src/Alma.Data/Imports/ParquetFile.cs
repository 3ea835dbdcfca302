using Alma.Files;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Alma.Data.Imports;

/// <summary>
/// A Parquet file, read by DuckDB, which is given this file and no other, no network and no extension. Rows come as they are read, so that
/// no more than a row group is held.
/// </summary>
internal sealed class ParquetFile : ITypedFile
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly string path;
    private readonly string from;
    private readonly List<string> expressions = []; // that read the columns

    /// <exception cref="DatasetException">It is no such file.</exception>
    public ParquetFile(string path)
    {
        this.path = path;
        RefuseOthers();
        var name = ClosedDuckDb.Quoted(Path.GetFullPath(path));
        from = $"read_parquet({name})";
        try
        {
            connection.Open();
            Execute("SET TimeZone = 'UTC'");
            foreach (var setting in SmallDuckDb.Settings(Path.GetFullPath(path))) Execute(setting);
            Columns = Described();
            Count = Ask($"SELECT num_rows FROM parquet_file_metadata({name})", reader => reader.GetInt64(0)).Sum();
            HuggingFace = Ask(
                $"SELECT decode(value) FROM parquet_kv_metadata({name}) WHERE key = 'huggingface'::BLOB",
                reader => reader.GetString(0)).FirstOrDefault();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<TypedColumn> Columns { get; }

    public long? Count { get; }

    public string? HuggingFace { get; }

    public IEnumerable<object?[]> Rows(IReadOnlyList<int> columns) => Ask(
        $"SELECT {string.Join(", ", columns.Select(k => expressions[k]))} FROM {from}",
        reader => columns.Select((column, k) => Value(reader, k, Columns[column].Kind)).ToArray());

    public void Dispose() => connection.Dispose();

    private static object? Value(DuckDBDataReader reader, int k, TypedKind kind)
    {
        if (reader.IsDBNull(k)) return null;
        return kind switch
        {
            TypedKind.Number => reader.GetDouble(k),
            TypedKind.Boolean => reader.GetBoolean(k),
            TypedKind.Time => DateTime.SpecifyKind(reader.GetDateTime(k), DateTimeKind.Utc),
            TypedKind.Text => reader.GetString(k),
            TypedKind.Numbers => reader.GetFieldValue<List<double?>>(k).ToArray(),
            TypedKind.Image => Bytes(reader.GetStream(k)),
            _ => null,
        };
    }

    private static byte[] Bytes(Stream image)
    {
        using (image)
        {
            var bytes = new byte[image.Length];
            image.ReadExactly(bytes);
            return bytes;
        }
    }

    private List<TypedColumn> Described()
    {
        List<TypedColumn> columns = [];
        foreach (var (name, type) in Ask($"DESCRIBE FROM {from}", reader => (reader.GetString(0), reader.GetString(1))).ToList())
        {
            var column = new TypedColumn(name, ParquetTypes.Kind(type), type);
            columns.Add(column);
            expressions.Add(ParquetTypes.Expression(column));
        }

        return columns;
    }

    private IEnumerable<T> Ask<T>(string query, Func<DuckDBDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.UseStreamingMode = true;
        using var reader = Guarded(command.ExecuteReader);
        while (Guarded(reader.Read)) yield return Guarded(() => read(reader));
    }

    private void Execute(string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Guarded(command.ExecuteNonQuery);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDBException tooLarge) when (tooLarge.ErrorType == DuckDBErrorType.OutOfMemory)
        {
            throw new DatasetException(
                $"{path}: found row groups, or pages in them, that take more than {SmallDuckDb.MemoryLimit} of memory to read. Write it "
                + "again with smaller ones, such as 100,000 rows a group.", tooLarge);
        }
        catch (Exception damaged) when (damaged is DuckDBException or InvalidCastException or OverflowException or ArgumentException)
        {
            throw new DatasetException(
                $"{path}: found no Parquet that can be read ({damaged.Message.Split('\n')[0].TrimEnd('.')}).", damaged);
        }
    }

    // DuckDB opens it by its name: what would make it wait, or is a pattern to it, is refused before.
    private void RefuseOthers()
    {
        if (path.AsSpan().IndexOfAny("*?[") >= 0)
            throw new DatasetException($"{path}: found a name with * ? or [, which means others too to what reads Parquet. Rename it.");
        try
        {
            using var file = RegularFile.Open(path);
            var beginning = new byte[4];
            if (file.ReadAtLeast(beginning, 4, throwOnEndOfStream: false) < 4 || !beginning.AsSpan().SequenceEqual("PAR1"u8))
                throw new DatasetException($"{path}: found a beginning of another format, expected Parquet.");
        }
        catch (Exception unfit) when (unfit is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: found no file that can be read ({unfit.Message}).", unfit);
        }
    }
}
