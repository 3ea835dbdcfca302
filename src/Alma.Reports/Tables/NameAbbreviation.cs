namespace Alma.Reports.Tables;

/// <summary>
/// Cuts names to a width so that what tells them apart stays: the end if that is enough, as it mostly is for paths, else both ends, else
/// the beginning, else whatever part of each one no other has.
/// </summary>
internal static class NameAbbreviation
{
    private const int MaxNamesToSearch = 200;

    private static readonly Func<string, int, string>[] ways = [End, BothEnds, Start];

    /// <summary>A text for each name; null where some that differ would not any more.</summary>
    public static IReadOnlyDictionary<string, string>? Of(IReadOnlyCollection<string> names, int width)
    {
        if (names.All(name => Cells.Width(name) <= width)) return names.ToDictionary(name => name);
        if (width < 2) return null;
        foreach (var way in ways)
        {
            var cut = names.ToDictionary(name => name, name => Cells.Width(name) <= width ? name : way(name, width - 1));
            if (cut.Values.Distinct().Count() == names.Count) return cut;
        }

        return names.Count <= MaxNamesToSearch ? Searched(names, width) : null;
    }

    private static string End(string name, int room) => Cells.Ellipsis + Cells.End(name, room);

    private static string Start(string name, int room) => Cells.Start(name, room) + Cells.Ellipsis;

    private static string BothEnds(string name, int room) => Join(name, room / 2, room - (room / 2));

    private static string Join(string name, int start, int end) => Cells.Start(name, start) + Cells.Ellipsis + Cells.End(name, end);

    // A cut that could stand for one name alone.
    private static Dictionary<string, string>? Searched(IReadOnlyCollection<string> names, int width)
    {
        var cut = new Dictionary<string, string>();
        foreach (var name in names)
        {
            var shown = Cells.Width(name) <= width
                ? name
                : Cuts(name, width).FirstOrDefault(one => !names.Any(other => other != name && Matches(one, other)));
            if (shown is null) return null;
            cut[name] = shown;
        }

        return cut;
    }

    private static IEnumerable<string> Cuts(string name, int width)
    {
        for (var start = width - 1; start >= 0; start--) yield return Join(name, start, width - 1 - start);
        if (width < 3) yield break;
        var graphemes = Cells.Graphemes(name).ToList();
        for (var first = 1; first < graphemes.Count; first++)
            yield return $"{Cells.Ellipsis}{Cells.Start(string.Concat(graphemes.Skip(first)), width - 2)}{Cells.Ellipsis}";
    }

    private static bool Matches(string cut, string name)
    {
        var parts = cut.Split(Cells.Ellipsis[0]);
        return parts.Length == 2
            ? name.StartsWith(parts[0], StringComparison.Ordinal) && name.EndsWith(parts[1], StringComparison.Ordinal)
            : name.Contains(parts[1], StringComparison.Ordinal);
    }
}
