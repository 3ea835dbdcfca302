using System.Globalization;
using Alma.Reports.Comparison;
using Alma.Reports.Queries;

namespace Alma.Reports.Formats;

/// <summary>
/// A comparison as one table for programs: a line for each group, with full precision. Quoted as RFC 4180 has it; text that a
/// spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
public static class CsvFormat
{
    public static string Of(IReadOnlyList<ComparedRuns> sets)
    {
        List<string> keys = [.. sets.SelectMany(compared => compared.Differing).Distinct()];
        List<string> measures = [.. sets.SelectMany(compared => compared.Pairs).Select(pair => pair.Measure.Name).Distinct()];
        string[] head =
        [
            "dataset", "group", "runs", .. RunMeasure.All.SelectMany(measure => (string[])[measure.Name, $"{measure.Name}_half_width"]),
            "on_compute_front", "on_memory_front",
            "reference", .. measures.SelectMany(name =>
                (string[])[$"{name}_pairs", $"{name}_difference", $"{name}_difference_half_width", $"{name}_p", $"{name}_verdict"]),
            .. keys,
        ];
        var lines = sets.SelectMany(compared => compared.Groups.Select(group => Cells(compared, group, measures, keys)));
        return string.Concat(lines.Prepend(head.Select(Text)).Select(cells => string.Join(',', cells) + "\r\n"));
    }

    private static IEnumerable<string> Cells(ComparedRuns compared, ComparedGroup group, List<string> measures, List<string> keys) =>
    [
        Text(compared.Dataset),
        Text(group.Label),
        Number(group.Runs.Runs.Count),
        .. RunMeasure.All.Select(group.Runs.Mean).SelectMany(mean => (string[])[Number(mean?.Mean), Number(mean?.HalfWidth)]),
        Flag(group.IsOnComputeFront),
        Flag(group.IsOnMemoryFront),
        Text(compared.Reference),
        .. measures.Select(name => compared.Pairs.FirstOrDefault(pair => pair.Group == group.Label && pair.Measure.Name == name))
            .SelectMany(Cells),
        .. keys.Select(key => Text(string.Join(" | ", group.Values(key)))),
    ];

    // The group that all are compared with has no pair of its own.
    private static string[] Cells(ComparedPair? pair) => pair is null
        ? ["", "", "", "", ""]
        : [Number(pair.Difference?.Difference.Count ?? 0), Number(pair.Difference?.Difference.Mean),
            Number(pair.Difference?.Difference.HalfWidth), Number(pair.Difference?.Probability), Text(pair.Verdict)];

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Number(double? value) => value is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    internal static string Text(string text) => CsvText.Cell(IsFormula(text) ? $"'{text}" : text);

    private static bool IsFormula(string text) =>
        text.Length > 0
        && "=+-@\t\r".Contains(text[0])
        && text != Units.Missing
        && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
