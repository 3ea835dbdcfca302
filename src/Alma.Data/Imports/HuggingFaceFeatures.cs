using System.Text.Json;

namespace Alma.Data.Imports;

/// <summary>
/// What Hugging Face's datasets library notes in the metadata of a file, under <c>huggingface</c>: of a column of labels, the names of its
/// classes (<c>info.features.COLUMN</c> with <c>_type</c> <c>ClassLabel</c> and <c>names</c>).
/// </summary>
internal static class HuggingFaceFeatures
{
    /// <summary>The names of the classes in the order of their numbers; null where the file says none.</summary>
    /// <exception cref="DatasetException">They are no names.</exception>
    public static IReadOnlyList<string>? ClassNames(string? json, string column, string path)
    {
        if (json is null) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!TryGet(document.RootElement, "info", out var info)
                || !TryGet(info, "features", out var features)
                || !TryGet(features, column, out var feature)
                || !TryGet(feature, "names", out var names))
                return null;
            List<string> read = [.. names.EnumerateArray().Select(name => name.GetString() ?? "")];
            return read.Distinct().Count() == read.Count
                ? read
                : throw new DatasetException($"{path}: found two classes of one name in its metadata; expected different names.");
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            throw new DatasetException($"{path}: found metadata of Hugging Face that cannot be read ({damaged.Message}).", damaged);
        }
    }

    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }
}
