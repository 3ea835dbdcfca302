using System.Globalization;
using System.Text.Json;
using Alma.Config.Overrides;
using Alma.Config.Sweeping;

namespace Alma.Config.Tests.Hydra;

/// <summary>What is read here, in the form in which the cases say what Hydra reads.</summary>
internal static class HydraForm
{
    private static readonly Origin origin = Origin.OnCommandLine("");

    private static readonly string[] names = ["the", "quick", "brown", "fox", "jumped", "under", "the", "lazy", "dog"];

    public static string Of(HydraCase given)
    {
        try
        {
            return Read(given);
        }
        catch (ConfigException)
        {
            return "refused";
        }
    }

    private static string Read(HydraCase given) => given.Kind switch
    {
        "value" or "escaped" =>
            Of(OverrideReader.Read(given.Input, origin), given.Expected.StartsWith("shuffled ", StringComparison.Ordinal)),
        "override" => Of(OverrideForm.Read(given.Input)),
        "key" => OfKey(OverrideForm.Read(given.Input + "=1")),
        "typedkey" => Of(ConfigScalar.Of(SweptOverride.Parse(given.Input) is var swept ? swept.Sign + swept.Key : "", origin)),
        "again" => Again(given),
        "members" => OfList(Values(given.Input).Order(StringComparer.Ordinal)),
        "items" => OfList(Values(given.Input)),
        "numbers" => OfList(SweptOverride.Parse("x=" + given.Input).Values
            .Select(value => PythonText.Of(double.Parse(value, CultureInfo.InvariantCulture)))),
        "filter" => OfList(((GlobTerm)OverrideReader.Read(given.Input, origin)).Of(names).Select(name => $"\"{name}\"")),
        _ => throw new ArgumentException(given.Kind, nameof(given)),
    };

    private static string Of(OverrideForm form) =>
        $"{form.Sign}{form.Key}{(form.Term is { } term ? $" = {Of(term, isSorted: false)}" : "")}";

    private static string OfKey(OverrideForm form) =>
        Of(ConfigScalar.Of(form.Key, origin)) + (form.Package is { } package ? " @" + Of(ConfigScalar.Of(package, origin)) : "");

    /// <summary>What Hydra writes a value as must be read as the same value, and so must what is written here.</summary>
    private static string Again(HydraCase given)
    {
        var element = (ElementTerm)OverrideForm.Read(given.Input).Term!;
        var written = (ElementTerm)OverrideReader.Read(OverrideWriter.Of(element.Node), origin);
        var ofHydra = (ElementTerm)OverrideReader.Read(JsonSerializer.Deserialize<string>(given.Expected)!, origin);
        return Of(element.Node) == Of(written.Node) && Of(element.Node) == Of(ofHydra.Node)
            ? given.Expected
            : $"{Of(element.Node)}, {Of(written.Node)}, {Of(ofHydra.Node)}";
    }

    private static IEnumerable<string> Values(string input)
    {
        var swept = SweptOverride.Parse(input);
        var nodes = swept.Values.Select(value => ((ElementTerm)OverrideReader.Read(value, origin)).Node);
        return (swept.IsSwept ? nodes : nodes.SelectMany(node => ((ConfigSequence)node).Items)).Select(Of);
    }

    private static string Of(OverrideTerm term, bool isSorted) => term switch
    {
        ElementTerm element => Of(element.Node),
        ChoiceTerm choice => $"{(isSorted ? "shuffled " : "")}{(choice.IsSimple ? "simple" : "choice")}("
            + $"{Joined(choice.Items.Select(item => Of(item.Node)), isSorted)}){Tags(choice)}",
        RangeTerm range =>
            $"{(range.IsShuffled ? "shuffled " : "")}range({string.Join(", ", Numbers(range.Start, range.Stop, range.Step))}){Tags(range)}",
        IntervalTerm interval => $"interval({PythonText.Of((double)interval.From)}, {PythonText.Of((double)interval.To)}){Tags(interval)}",
        GlobTerm glob => $"glob({OfTexts(glob.Include)}, {OfTexts(glob.Exclude)})",
        _ => throw new ArgumentException($"{term.GetType()}", nameof(term)),
    };

    private static string Of(ConfigNode node) => node switch
    {
        ConfigSequence list => OfList(list.Items.Select(Of)),
        ConfigMapping section =>
            $"{{{string.Join(", ", section.Entries.Select(entry => $"{Of(ConfigScalar.Of(entry.Key, origin))}: {Of(entry.Value)}"))}}}",
        ConfigScalar { Value: double number } => PythonText.Of(number),
        _ => JsonText.Of(node),
    };

    /// <summary>To Python 1 and 1.0 are equal.</summary>
    private static IEnumerable<string> Numbers(params decimal[] numbers) => Array.TrueForAll(numbers, number => number.Scale == 0)
        ? numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))
        : numbers.Select(number => PythonText.Of((double)number));

    private static string OfTexts(IEnumerable<string> texts) => OfList(texts.Select(text => Of(ConfigScalar.Of(text, origin))));

    private static string OfList(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static string Joined(IEnumerable<string> items, bool isSorted) =>
        string.Join(", ", isSorted ? items.Order(StringComparer.Ordinal) : items);

    private static string Tags(SweepTerm term) => string.Concat(term.Tags.Order(StringComparer.Ordinal).Select(tag => $" #{tag}"));
}
