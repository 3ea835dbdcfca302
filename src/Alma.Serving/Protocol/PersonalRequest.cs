using System.Runtime.InteropServices;
using System.Text.Json;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Files;
using Alma.Serving.Models;

namespace Alma.Serving.Protocol;

/// <summary>
/// Examples as a person sends them: an image file, or rows as JSON, <c>{"age": 41, "colour": "red"}</c> or an array of such.
/// </summary>
/// <param name="Count">N.</param>
/// <param name="Values">The input's bytes.</param>
/// <param name="AreMany">Whether an array was sent, so that one is the answer.</param>
internal sealed record PersonalRequest(int Count, byte[] Values, bool AreMany)
{
    /// <summary>Of each row, the columns in which it has a category that the model does not know.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UnknownCategories { get; init; } = [];

    private const int MostRows = 1 << 12;
    private static readonly JsonDocumentOptions options = new() { MaxDepth = 4 };

    /// <param name="content">A file or JSON.</param>
    /// <param name="resizes">Whether an image of another size is cropped and scaled.</param>
    /// <exception cref="RequestException">It is none of these, or not what the model takes.</exception>
    public static PersonalRequest Read(ReadOnlyMemory<byte> content, ModelInput input, bool resizes)
    {
        if (content.IsEmpty) throw RequestException.Malformed($"The body is empty; the model takes {input.Description}.");
        try
        {
            return input switch
            {
                ImageInput image => new(1, Image(content, image, resizes), false),
                TableInput table => Rows(content, table),
                _ => throw new InvalidOperationException(),
            };
        }
        catch (DatasetException unfit)
        {
            throw RequestException.Malformed(unfit.Message);
        }
        catch (InvalidOperationException) when (input is TableInput)
        {
            throw RequestException.Malformed("The body is no JSON of a row: a text holds half a letter.");
        }
        catch (JsonException malformed)
        {
            throw RequestException.Malformed(
                "The body is no JSON of a row, such as {\"" + ((TableInput)input).Columns[0].Name + "\": ...}: line "
                + $"{malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.");
        }
    }

    private static byte[] Image(ReadOnlyMemory<byte> content, ImageInput input, bool resizes)
    {
        try
        {
            return input.Pixels(content.ToArray(), "image", resizes);
        }
        catch (DatasetException unfit) when (unfit.InnerException is not null)
        {
            throw RequestException.Malformed($"The body is no image file of PNG, JPEG, GIF or BMP; the model takes {input.Description}.");
        }
    }

    private static PersonalRequest Rows(ReadOnlyMemory<byte> content, TableInput input)
    {
        using var json = JsonDocument.Parse(content, options);
        var root = json.RootElement;
        var areMany = root.ValueKind == JsonValueKind.Array;
        var count = areMany ? root.GetArrayLength() : 1;
        if (count is 0 or > MostRows) throw RequestException.Malformed($"Found {count} rows, valid are 1 to {MostRows}.");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < input.Columns.Count; k++) places.TryAdd(input.Columns[k].Name, k);
        if ((long)count * input.ValueCount > int.MaxValue / 8) throw RequestException.Malformed($"{count} rows are too many at once.");
        var values = new float[count * input.ValueCount];
        var unknown = new List<IReadOnlyList<string>>(count);
        var row = 0;
        foreach (var element in areMany ? root.EnumerateArray().ToArray() : [root])
        {
            var place = areMany ? $"row {row + 1}" : "row";
            var encoded = values.AsSpan(row++ * input.ValueCount, input.ValueCount);
            input.Encode(Cells(element, input, places, place), place, encoded);
            unknown.Add(input.UnknownIn(encoded));
        }

        return new(count, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), areMany) { UnknownCategories = unknown };
    }

    private static object?[] Cells(JsonElement row, TableInput input, Dictionary<string, int> places, string place)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw RequestException.Malformed($"{place}: found no JSON object; the model takes {input.Description}.");
        var cells = new object?[input.Columns.Count];
        foreach (var property in row.EnumerateObject())
        {
            var name = property.Name;
            if (!places.TryGetValue(name, out var k)) throw Unknown(name, input, place);
            var column = input.Columns[k];
            cells[k] = property.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String => TableInput.Cell(property.Value.GetString()!, column, place),
                JsonValueKind.Number when column.Kind is ColumnKind.Number or ColumnKind.Boolean => property.Value.GetDouble(),
                JsonValueKind.Number => TableInput.Cell(property.Value.GetRawText(), column, place),
                _ => throw RequestException.Malformed($"{place}: column {name}: found neither a number nor a text."),
            };
        }

        return cells;
    }

    private static RequestException Unknown(string name, TableInput input, string place)
    {
        const int longest = 60;
        const int farthest = 2;
        var nearest = name.Length > longest
            ? null
            : input.Columns.Select(column => column.Name).Where(known => known.Length <= longest).Take(1000)
                .MinBy(known => EditDistance.Between(name, known));
        var hint = nearest is not null && EditDistance.Between(name, nearest) <= farthest ? $" Did you mean '{nearest}'?" : "";
        var shown = name.Length > longest ? name[..longest] + "..." : name;
        return RequestException.Malformed($"{place}: there is no column '{shown}'; the model takes {input.Description}.{hint}");
    }
}
