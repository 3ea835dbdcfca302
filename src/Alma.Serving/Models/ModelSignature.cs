using System.Globalization;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Microsoft.ML.OnnxRuntime;

namespace Alma.Serving.Models;

/// <summary>
/// What a model's graph takes and gives, held to what its metadata says: the input <c>input</c> and the outputs <c>logits</c>,
/// <c>probabilities</c> and <c>label</c>.
/// </summary>
/// <param name="Input">What it takes.</param>
/// <param name="ClassNames">K names.</param>
internal sealed record ModelSignature(ModelInput Input, IReadOnlyList<string> ClassNames)
{
    public const string InputName = "input";
    public const string LogitsName = "logits";
    public const string ProbabilitiesName = "probabilities";
    public const string LabelName = "label";
    private const int MostValues = 1 << 26;
    private const int MostClasses = 1 << 16;

    public static string[] OutputNames { get; } = [LogitsName, ProbabilitiesName, LabelName];

    /// <exception cref="ModelException">It takes or gives something else.</exception>
    public static ModelSignature Of(InferenceSession session, ModelMetadata metadata, string place)
    {
        var inputs = session.InputMetadata;
        if (inputs.Count != 1 || !inputs.TryGetValue(InputName, out var input) || !input.IsTensor)
            throw Other(
                place, $"found the input{(inputs.Count == 1 ? "" : "s")} {string.Join(", ", inputs.Keys)}; expected one, '{InputName}'");
        foreach (var (name, type) in OutputNames.Zip([typeof(float), typeof(float), typeof(long)]))
            if (!session.OutputMetadata.TryGetValue(name, out var output) || !output.IsTensor || output.ElementType != type)
                throw Other(place, $"it has no output '{name}' of {(type == typeof(long) ? "int64" : "float32")}");
        var taken = InputOf(input, metadata.Input, place);
        return new(taken, Classes(session.OutputMetadata[ProbabilitiesName].Dimensions, metadata.ClassNames, place));
    }

    private static ModelInput InputOf(NodeMetadata input, ModelInput? said, string place)
    {
        int[] shape = input.Dimensions;
        var isImage = input.ElementType == typeof(byte) && shape.Length == 4;
        if (!isImage && !(input.ElementType == typeof(float) && shape.Length == 2))
            throw Other(
                place, $"'{InputName}' is {input.ElementType.Name} of {Shape(shape)}; expected uint8 of (N, C, H, W) or float32 of (N, F)");
        if (shape[0] >= 0) throw Other(place, $"'{InputName}' is of {shape[0]} examples only; expected a number that is left open");
        var taken = said ?? Told(shape, isImage, place);
        int[] expected = taken is ImageInput { Shape: var image } ? [image.Channels, image.Height, image.Width] : [taken.ValueCount];
        if (taken is ImageInput != isImage || shape.Skip(1).Zip(expected).Any(pair => pair.First >= 0 && pair.First != pair.Second))
            throw Other(place, $"'{InputName}' is of {Shape(shape)}, but its metadata says {taken.Description}");
        return expected.Aggregate(1L, (product, side) => Math.Min(long.MaxValue / 65536, product * side)) is > 0 and <= MostValues
            ? taken
            : throw Other(place, $"'{InputName}' is of {Shape(shape)}, more than {MostValues} values an example");
    }

    private static ModelInput Told(int[] shape, bool isImage, string place)
    {
        if (shape.Skip(1).Any(side => side < 1))
            throw Other(place, $"'{InputName}' is of {Shape(shape)}, and no metadata alma.input says what it takes");
        return isImage
            ? new ImageInput(new ImageShape(shape[1], shape[2], shape[3]))
            : new TableInput([.. Numbers(shape[1]).Select(name => new TableColumn(name, ColumnKind.Number))]);
    }

    private static IReadOnlyList<string> Classes(int[] shape, IReadOnlyList<string>? names, string place)
    {
        var count = shape.Length == 2 ? shape[1] : 0;
        if (count < 0) count = names?.Count ?? 0;
        if (count is < 1 or > MostClasses)
            throw Other(place, $"'{ProbabilitiesName}' is of {Shape(shape)}; expected (N, K) with up to {MostClasses} classes");
        if (names is not null && names.Count != count)
            throw Other(place, $"it has {count} classes, but names for {names.Count} of them");
        return names ?? [.. Numbers(count)];
    }

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(0, count).Select(k => k.ToString(CultureInfo.InvariantCulture));

    private static string Shape(int[] shape) => $"({string.Join(", ", shape.Select(side => side < 0 ? "?" : $"{side}"))})";

    private static ModelException Other(string place, string what) =>
        new($"{place} is no model that can be used here: {what}.") { IsForeign = true };
}
