using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Data.Imports;
using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>Reads and writes <c>manifest.json</c>. Somebody else may have written it, so nothing in it is believed unseen.</summary>
internal static class ManifestFile
{
    private const long MostBytes = 1 << 28;
    private const int MostSide = 1 << 14;
    private const long MostBytesOfExample = 1 << 30;

    private static readonly JsonSerializerOptions json = new(FileJson.Options)
    {
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new JsonStringEnumConverter<StoreKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<ColumnKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
        },
    };

    public static byte[] Bytes(StoreManifest manifest) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(manifest, json) + "\n");

    /// <exception cref="DatasetException">It cannot be read, or what it says cannot be so.</exception>
    public static StoreManifest Read(string path)
    {
        StoreManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<StoreManifest>(RegularFile.Bytes(path, MostBytes), json)
                ?? throw new JsonException("it is empty");
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: found no manifest of a data set ({damaged.Message}). Import the data again.", damaged);
        }

        return Wrong(manifest) is { } wrong ? throw new DatasetException($"{path}: {wrong}. Import the data again.") : manifest;
    }

    private static string? Wrong(StoreManifest manifest)
    {
        if (manifest.Format != StoreManifest.CurrentFormat)
            return $"found format {manifest.Format}, this version of Alma reads {StoreManifest.CurrentFormat}";
        if (manifest.Classes.Count > StoreManifest.MostClasses)
            return $"found {manifest.Classes.Count} classes, valid are at most {StoreManifest.MostClasses}";
        if (manifest.Kind == StoreKind.Image
            ? manifest.Shape is not { Channels: >= 1 and <= 64, Height: >= 1 and <= MostSide, Width: >= 1 and <= MostSide }
            : manifest.Shape is not null || manifest.Columns.Count == 0)
            return $"found a shape {manifest.Shape} and {manifest.Columns.Count} columns, which no {manifest.Kind} has".ToLowerInvariant();
        if (manifest.Encoding is { } encoding && !TextEncodings.Names.Contains(encoding))
            return $"found the encoding '{encoding}', valid are {string.Join(", ", TextEncodings.Names)}";
        if (manifest.BytesPerExample > MostBytesOfExample)
            return $"found examples of {manifest.BytesPerExample} bytes, valid are at most {MostBytesOfExample}";
        if (manifest.Columns.Any(column => column.Kind == ColumnKind.Text)) return "found a column of text to learn from";
        if (manifest.Dumps.Count == 0 || manifest.Dumps[^1].ClassCount != manifest.Classes.Count) return "found no dump with all classes";
        if (manifest.Dumps.FirstOrDefault(dump => !IsRight(manifest, dump)) is { } wrong)
            return $"the dump {wrong.Name} has {wrong.Count} examples and files of other sizes";
        return manifest.Dumps.Sum(dump => (long)dump.Count) > int.MaxValue ? "found more examples than can be counted" : null;
    }

    private static bool IsRight(StoreManifest manifest, StoredDump dump) =>
        dump.Count >= 0
        && dump.TestCount >= 0
        && dump.TestCount <= dump.Count
        && dump.ClassCount >= 1
        && dump.ClassCount <= manifest.Classes.Count
        && DumpFiles.IsFolderName(dump.Folder)
        && Has(dump, DumpFiles.Values, dump.Count * manifest.BytesPerExample)
        && Has(dump, DumpFiles.Labels, (long)dump.Count * sizeof(int))
        && Has(dump, DumpFiles.Tests, dump.Count)
        && (manifest.TimeColumn is null || Has(dump, DumpFiles.Times, (long)dump.Count * sizeof(long)));

    private static bool Has(StoredDump dump, string file, long bytes) => dump.Files.GetValueOrDefault(file)?.Bytes == bytes;
}
