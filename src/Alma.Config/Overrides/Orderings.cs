using System.Security.Cryptography;
using System.Text;

namespace Alma.Config.Overrides;

/// <summary><c>sort</c> and <c>shuffle</c>, of a list or of the values of a sweep.</summary>
internal static class Orderings
{
    public static OverrideTerm Sort(FunctionCall call)
    {
        call.Accept("sweep", "list", "reverse");
        var isReverse = call.Named.TryGetValue("reverse", out var reverse)
            && (reverse is ElementTerm { Node: ConfigScalar { Value: bool given } }
                ? given
                : throw call.Wrong("reverse must be true or false."));
        return Given(call) switch
        {
            ElementTerm { Node: ConfigSequence list } =>
                ElementTerm.Of(new ConfigSequence(list.Origin, [.. Sorted(list.Items, item => item, isReverse, call)])),
            ElementTerm single => single,
            ChoiceTerm choice => choice with { Items = [.. Sorted(choice.Items, item => item.Node, isReverse, call)] },
            RangeTerm range => Sorted(range, isReverse),
            var other => throw call.Wrong($"{OverrideFunctions.NameOf(other)}(...) cannot be sorted."),
        };
    }

    public static OverrideTerm Shuffle(FunctionCall call)
    {
        call.Accept("sweep", "list");
        return Given(call) switch
        {
            ElementTerm { Node: ConfigSequence list } =>
                ElementTerm.Of(new ConfigSequence(list.Origin, [.. Shuffled(list.Items, OverrideWriter.Of)])),
            ElementTerm single => ElementTerm.Of(new ConfigSequence(single.Node.Origin, [single.Node])),
            ChoiceTerm choice => choice with { Items = [.. Shuffled(choice.Items, item => item.Text)] },
            RangeTerm range => range with { IsShuffled = true },
            var other => throw call.Wrong($"{OverrideFunctions.NameOf(other)}(...) cannot be shuffled."),
        };
    }

    /// <summary>In an order that only the values decide, so that the same command gives the same sweep.</summary>
    public static IEnumerable<T> Shuffled<T>(IReadOnlyList<T> items, Func<T, string> text) => items
        .Select((item, place) =>
            (item, key: Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{items.Count}\n{place}\n{text(item)}")))))
        .OrderBy(keyed => keyed.key, StringComparer.Ordinal)
        .Select(keyed => keyed.item);

    private static OverrideTerm Given(FunctionCall call)
    {
        List<OverrideTerm> given =
        [
            .. call.Positional,
            .. call.Named.Where(named => named.Key is "sweep" or "list").Select(named => named.Value)
        ];
        return given switch
        {
            [] => throw call.Wrong("a value is missing."),
            [var only] => only,
            _ => new ChoiceTerm(call.Elements(), isSimple: true),
        };
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, ConfigNode> node, bool isReverse, FunctionCall call)
    {
        List<(T Item, object? Value)> keyed = [.. items.Select(item => (item, (node(item) as ConfigScalar)?.Value))];
        IComparer<object?> order = keyed.TrueForAll(pair => pair.Value is string) ? Comparer<object?>.Create((a, b) =>
            string.CompareOrdinal((string)a!, (string)b!))
            : keyed.TrueForAll(pair => pair.Value is long or double or bool) ? Comparer<object?>.Create((a, b) =>
                Size(a).CompareTo(Size(b)))
            : throw call.Wrong(
                "numbers can be sorted, and texts, but not both together or others: found "
                + $"{string.Join(", ", keyed.Select(pair => OverrideWriter.Of(node(pair.Item))))}.");
        return (isReverse ? keyed.OrderByDescending(pair => pair.Value, order) : keyed.OrderBy(pair => pair.Value, order)).Select(pair =>
            pair.Item);
    }

    private static double Size(object? value) =>
        value is bool flag ? (flag ? 1 : 0) : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As Hydra has it: the ends change places, and the step turns.</summary>
    private static RangeTerm Sorted(RangeTerm range, bool isReverse)
    {
        var size = Math.Abs(range.Step);
        if (!isReverse && range.Start > range.Stop)
            return range with { Start = Sum(range.Stop, size), Stop = Sum(range.Start, size), Step = -range.Step };
        return isReverse && range.Start < range.Stop
            ? range with { Start = Sum(range.Stop, -size), Stop = Sum(range.Start, -size), Step = -range.Step }
            : range;
    }

    // never -0.0
    private static decimal Sum(decimal number, decimal size) => number + size is var sum && sum == 0 ? Math.Abs(sum) : number + size;
}
