
namespace Alma.Config.Overrides;

/// <summary>Hydra's functions for values: sweeps, casts and orderings.</summary>
internal static class OverrideFunctions
{
    private static readonly Dictionary<string, Func<FunctionCall, OverrideTerm>> functions = new()
    {
        ["choice"] = Choice,
        ["range"] = Range,
        ["interval"] = Interval,
        ["glob"] = Glob,
        ["tag"] = Tag,
        ["sort"] = Orderings.Sort,
        ["shuffle"] = Orderings.Shuffle,
        ["int"] = call => Casts.Apply(call, Casts.Integer),
        ["float"] = call => Casts.Apply(call, Casts.Float),
        ["str"] = call => Casts.Apply(call, Casts.Text),
        ["bool"] = call => Casts.Apply(call, Casts.Boolean),
        ["json_str"] = Casts.Json,
        ["extend_list"] = Extension,
    };

    /// <summary>What it comes to.</summary>
    /// <exception cref="ConfigException">There is no such function, or it does not take what it was given.</exception>
    public static OverrideTerm Call(string name, IReadOnlyList<FunctionArgument> arguments, string text, Origin origin)
    {
        if (!functions.TryGetValue(name, out var function))
            throw ConfigException.At(
                origin, $"found {name}(...). Valid functions: {string.Join(", ", functions.Keys)}. Quote the value to pass it as text.");
        return function(new FunctionCall(name, arguments, text, origin));
    }

    public static string NameOf(OverrideTerm term) => term switch
    {
        ChoiceTerm => "choice",
        RangeTerm => "range",
        IntervalTerm => "interval",
        GlobTerm => "glob",
        ExtensionTerm => "extend_list",
        _ => "value",
    };

    private static ChoiceTerm Choice(FunctionCall call)
    {
        call.Accept();
        if (call.Positional is [ChoiceTerm { IsSimple: true } simple]) return simple with { IsSimple = false };
        return call.Positional.Count > 0 ? new ChoiceTerm(call.Elements(), isSimple: false) : throw call.Wrong("a choice needs a value.");
    }

    private static RangeTerm Range(FunctionCall call)
    {
        var given = call.ByName("start", "stop", "step");
        if (!given.ContainsKey("stop") && given.Remove("start", out var stop)) given["stop"] = stop; // range(stop)
        return new RangeTerm(call.Number(given, "start", 0), call.Number(given, "stop"), call.Number(given, "step", 1));
    }

    private static IntervalTerm Interval(FunctionCall call)
    {
        var given = call.ByName("start", "end");
        var (from, to) = (call.Number(given, "start"), call.Number(given, "end"));
        return new IntervalTerm(from, to, from.Scale == 0 && to.Scale == 0);
    }

    private static SweepTerm Tag(FunctionCall call)
    {
        call.Accept("sweep");
        var terms = call.Named.TryGetValue("sweep", out var named) ? [.. call.Positional, named] : call.Positional;
        if (terms.Count == 0 || terms[^1] is not SweepTerm sweep)
            throw call.Wrong("its last argument must be a choice, a range or an interval.");
        var tags = terms.SkipLast(1)
            .Select(word => word is ElementTerm { Node: ConfigScalar { Value: string text } }
                ? text
                : throw call.Wrong("a tag is a word."));
        return sweep with { Tags = tags.ToHashSet() };
    }

    private static GlobTerm Glob(FunctionCall call)
    {
        var given = call.ByName("include", "exclude");
        if (!given.TryGetValue("include", out var include)) throw call.Wrong("include is missing, as in glob(*).");
        return new GlobTerm(Patterns(call, include), given.TryGetValue("exclude", out var exclude) ? Patterns(call, exclude) : []);
    }

    private static IReadOnlyList<string> Patterns(FunctionCall call, OverrideTerm term) => term switch
    {
        ElementTerm { Node: ConfigScalar { Value: not null } one } => [one.Text],
        ElementTerm { Node: ConfigSequence list } when list.Items.All(item => item is ConfigScalar { Value: not null }) =>
            [.. list.Items.Select(item => ((ConfigScalar)item).Text)],
        _ => throw call.Wrong("expected a pattern such as a* or a list of patterns."),
    };

    private static ExtensionTerm Extension(FunctionCall call)
    {
        call.Accept();
        return new ExtensionTerm([.. call.Elements().Select(element => element.Node)], call.Text);
    }
}
