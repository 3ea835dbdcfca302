using System.Globalization;

namespace Alma.Data.Imports;

/// <summary>Makes names of classes of a typed column: texts, truths, whole numbers, or numbers of classes that the file names.</summary>
internal sealed class TypedLabels
{
    private const double MostExact = 1L << 53;

    private readonly TypedColumn column;

    /// <exception cref="DatasetException">The column is of another type.</exception>
    public TypedLabels(TypedColumn column, IReadOnlyList<string>? names, string path)
    {
        (this.column, Names) = (column, names);
        if (column.Kind is not (TypedKind.Number or TypedKind.Boolean or TypedKind.Text))
            throw new DatasetException(
                $"{path}: column {column.Name}: found labels of type {column.TypeName}, expected whole numbers, truths or texts.");
    }

    /// <summary>The names of the classes in the order of their numbers; null where the file says none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The name of a class; null where there is none, which Hugging Face's library writes as -1.</summary>
    /// <exception cref="DatasetException">It is the name of no class.</exception>
    public string? Name(object? value, ImportedPlace place) => value switch
    {
        null or double.NaN => null,
        string text => TextCell.IsMissing(text) ? null : text.Trim(),
        double number when Names is { } names => OfNumber(number, names, place),
        double number when number != Math.Floor(number) || Math.Abs(number) > MostExact =>
            throw new DatasetException($"{place}: column {column.Name}: found the label {Text(number)}, expected whole numbers or text."),
        _ => Text(value),
    };

    /// <summary>A value as a text file would have it.</summary>
    public static string Text(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number when number == Math.Floor(number) && Math.Abs(number) < MostExact =>
            ((long)number).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private string? OfNumber(double number, IReadOnlyList<string> names, ImportedPlace place)
    {
        if (number == -1) return null;
        return number >= 0 && number < names.Count && number == Math.Floor(number)
            ? names[(int)number]
            : throw new DatasetException(
                $"{place}: column {column.Name}: found the label {Text(number)}, expected one of its {names.Count} classes, 0 to "
                + $"{names.Count - 1}, or -1 for none.");
    }
}
