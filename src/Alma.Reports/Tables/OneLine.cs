using Alma.Runs;

namespace Alma.Reports.Tables;

/// <summary>Texts that must not take more than a line of a screen.</summary>
public static class OneLine
{
    /// <summary>The beginning of a text, of so many cells at most.</summary>
    public static string Of(string text, int width)
    {
        var line = PrintableText.Line(text.ReplaceLineEndings(" "));
        return Cells.Width(line) <= width ? line : width < 1 ? "" : Cells.Start(line, width - 1) + Cells.Ellipsis;
    }

    /// <summary>A text of so many cells at most, with blanks behind it.</summary>
    public static string Padded(string text, int width) => text + Cells.Blanks(text, width);

    /// <summary>How many cells of a line a text takes.</summary>
    public static int Width(string text) => Cells.Width(PrintableText.Line(text));

    /// <summary>Whether names have room for what tells them apart.</summary>
    public static bool CanTellApart(IReadOnlyCollection<string> names, int width) =>
        NameAbbreviation.Of([.. names.Select(text => PrintableText.Line(text)).Distinct()], width) is not null;

    /// <summary>Names of so many cells at most, cut so that those that differ still do, where that can be.</summary>
    /// <returns>A text for each name.</returns>
    public static IReadOnlyDictionary<string, string> Names(IReadOnlyCollection<string> names, int width)
    {
        var spelled = names.Distinct().ToDictionary(name => name, PrintableText.Line);
        var cut = NameAbbreviation.Of([.. spelled.Values.Distinct()], width);
        return spelled.ToDictionary(name => name.Key, name => cut?[name.Value] ?? Of(name.Value, width));
    }
}
