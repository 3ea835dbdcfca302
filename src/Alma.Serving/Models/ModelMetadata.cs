using System.Globalization;
using System.Text.Json;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Serving.Models;

/// <summary>What a model's file says of it; what a model made elsewhere does not say is null.</summary>
public sealed record ModelMetadata
{
    private const int MostColumns = 1 << 16;
    private const int MostSide = 1 << 14;

    /// <summary>What it takes, where it says so.</summary>
    public ModelInput? Input { get; init; }

    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The run that learned it.</summary>
    public string? Run { get; init; }

    public string? Recipe { get; init; }

    public string? Dataset { get; init; }

    /// <summary>The megabatch after which it was saved, as <c>alma.megabatch</c> counts it.</summary>
    public int? Megabatch { get; init; }

    /// <summary>0 to 1, on the run's test set.</summary>
    public double? TestError { get; init; }

    /// <summary>Of the data it learned from.</summary>
    public string? Licence { get; init; }

    /// <param name="properties">The file's <c>metadata_props</c>.</param>
    /// <param name="place">The file, for messages.</param>
    /// <exception cref="ModelException">A value is none of its key.</exception>
    internal static ModelMetadata Read(IReadOnlyDictionary<string, string> properties, string place)
    {
        string? Text(string key) => properties.GetValueOrDefault(key) is { Length: > 0 } text ? text : null;
        T Parsed<T>(string key, string valid, Func<string, T> parse)
        {
            if (Text(key) is not { } text) return default!;
            try
            {
                return parse(text);
            }
            catch (Exception unfit) when (unfit is JsonException or FormatException or OverflowException or InvalidOperationException
                or KeyNotFoundException)
            {
                throw new ModelException($"{place}: {key} is '{(text.Length > 60 ? text[..60] + "..." : text)}'; valid is {valid}.", unfit);
            }
        }

        var culture = CultureInfo.InvariantCulture;
        return new ModelMetadata
        {
            Input = Parsed("alma.input", "JSON such as {\"kind\":\"image\",\"channels\":1,\"height\":28,\"width\":28}", ReadInput),
            ClassNames = Parsed("alma.class_names", "JSON such as [\"cat\",\"dog\"]", JsonTexts),
            Run = Text("alma.run"),
            Recipe = Text("alma.recipe"),
            Dataset = Text("alma.dataset"),
            Megabatch = Parsed("alma.megabatch", "a number of a megabatch", text => (int?)int.Parse(text, NumberStyles.None, culture)),
            TestError = Parsed("alma.test_error", "a number from 0 to 1", text => (double?)InRange(double.Parse(text, culture))),
            Licence = Text("alma.licence"),
        };
    }

    private static double InRange(double error) => error is >= 0 and <= 1 ? error : throw new FormatException();

    private static string[] JsonTexts(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Texts(json.RootElement);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(name => name.GetString() ?? "")];

    private static ModelInput ReadInput(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return root.GetProperty("kind").GetString() switch
        {
            "image" => new ImageInput(new ImageShape(Side(root, "channels"), Side(root, "height"), Side(root, "width"))),
            "table" when root.GetProperty("columns").GetArrayLength() is > 0 and <= MostColumns =>
                new TableInput([.. root.GetProperty("columns").EnumerateArray().Select(Column)]),
            _ => throw new FormatException(),
        };
    }

    private static int Side(JsonElement shape, string name) =>
        shape.GetProperty(name).GetInt32() is >= 1 and <= MostSide and var side ? side : throw new FormatException();

    private static TableColumn Column(JsonElement column) => new(
        column.GetProperty("name").GetString() ?? "",
        column.GetProperty("kind").GetString() switch
        {
            "number" => ColumnKind.Number,
            "boolean" => ColumnKind.Boolean,
            "date" => ColumnKind.Date,
            "category" => ColumnKind.Category,
            _ => throw new FormatException(),
        })
    {
        Categories = column.TryGetProperty("categories", out var names) && names.ValueKind == JsonValueKind.Array ? Texts(names) : [],
    };
}
