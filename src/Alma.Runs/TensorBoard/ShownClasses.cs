using System.Globalization;

namespace Alma.Runs.TensorBoard;

/// <summary>What TensorBoard calls the classes: by their names, or by their numbers where there are none.</summary>
/// <param name="names">In the order of their numbers.</param>
internal sealed class ShownClasses(IReadOnlyList<string> names)
{
    private readonly string[] tags = Tags(names);

    /// <summary>In a cell of a table in Markdown.</summary>
    public string InTable(int label) =>
        PrintableText.Line(Name(label)).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>As the last part of a tag; each class has another.</summary>
    public string InTag(int label) => label >= 0 && label < tags.Length ? tags[label] : Number(label);

    private string Name(int label) => label >= 0 && label < names.Count ? names[label] : Number(label);

    // A slash would begin another part.
    private static string[] Tags(IReadOnlyList<string> names)
    {
        string[] tags = [.. names.Select(name => PrintableText.Line(name).Replace('/', '_'))];
        return tags.Distinct().Count() == tags.Length ? tags : [.. tags.Select((_, label) => Number(label))];
    }

    private static string Number(int label) => label.ToString(CultureInfo.InvariantCulture);
}
