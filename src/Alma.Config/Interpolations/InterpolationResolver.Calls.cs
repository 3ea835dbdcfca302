using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config.Interpolations;

/// <summary>What resolvers give.</summary>
internal sealed partial class InterpolationResolver
{
    private const string Resolvers =
        "Valid resolvers: oc.env, oc.decode, oc.select, oc.create, oc.deprecated, oc.dict.keys, oc.dict.values, env.";

    private ConfigNode Call(string expression, ConfigScalar at)
    {
        var call = ResolverCall.Of(expression);
        return call.Name switch
        {
            "oc.env" or "env" => Environmental(call, at),
            "oc.decode" => Decoded(call, at),
            "oc.select" => Selected(call, at),
            "oc.create" => Argument(call, at, 1, "a section or a list", node => node is not ConfigScalar),
            "oc.deprecated" => Resolve(Target(Key(call, at, mostArguments: 2), at)),
            "oc.dict.keys" => Sequence(at, Section(call, at).Entries
                .Select(entry => entry.Key)
                .Select((key, place) => new ConfigScalar($"{index.PathOf(at)}.{place}", at.Origin, key))),
            "oc.dict.values" => Sequence(at, Section(call, at).Entries.Select(entry => entry.Value)),
            "now" => throw OfHydra(
                at,
                $"${{{expression}}}: the resolver 'now' is not supported: a config that names the time would be another one each time it "
                + "is read. Write the text out, or take it from a variable: ${oc.env:NAME}."),
            "hydra" => throw OfHydra(
                at,
                $"${{{expression}}}: the resolver 'hydra' is not supported: there is no Hydra here, "
                + $"and so nothing that it knows of its jobs. {Resolvers}"),
            _ => throw Error(at, $"${{{expression}}} calls the resolver '{call.Name}', which is not known here. {Resolvers}"),
        };
    }

    private ConfigScalar Environmental(ResolverCall call, ConfigScalar at)
    {
        var arguments = call.ReadNameAndText(at.Origin).Select(node => Evaluated(node, at)).ToList();
        if (arguments.Count == 0) throw Error(at, $"${{{call.Name}:}} needs the name of a variable: ${{{call.Name}:NAME,DEFAULT}}.");
        var name = AsText(arguments[0], call.Name + ":" + call.Arguments, at);
        var value = Environment.GetEnvironmentVariable(name);
        if (value is not null) environmentReads.Add(new EnvironmentRead(name, index.PathOf(at), at.Origin));
        if (value is null && arguments is [_, ConfigScalar { Value: null }]) return new ConfigScalar(index.PathOf(at), at.Origin, null);
        if (value is null && arguments.Count == 1)
            throw Error(at, $"the environment variable '{name}' is not set. Give a default with ${{{call.Name}:{name},DEFAULT}}.");
        var text = value ?? AsText(arguments[1], call.Name + ":" + call.Arguments, at);
        return new ConfigScalar(index.PathOf(at), at.Origin, call.Name == "env" ? YamlScalarType.Resolve(text) : text);
    }

    /// <summary>Text read as a value, such as that of a variable.</summary>
    private ConfigNode Decoded(ResolverCall call, ConfigScalar at)
    {
        var given = Argument(call, at, 1, "a text or null", node => node is ConfigScalar { Value: string or null });
        if (given is not ConfigScalar { Value: string text }) return given;
        try
        {
            return OverrideReader.ReadArguments(text, at.Origin) is [var node]
                ? Evaluated(node, at)
                : throw Error(at, $"oc.decode: '{text}' is several values; a list stands in brackets.");
        }
        catch (ConfigException) when (text.Length == 0)
        {
            return given;
        }
    }

    private ConfigNode Selected(ResolverCall call, ConfigScalar at)
    {
        var reference = Key(call, at, mostArguments: 2);
        if (Found(reference, at) is { } target && target is not ConfigScalar { Value: "???" }) return Resolve(target);
        return call.Read(at.Origin) is [_, var otherwise] ? Evaluated(otherwise, at) : new ConfigScalar(index.PathOf(at), at.Origin, null);
    }

    /// <summary>The node that a reference leads to, or null.</summary>
    private ConfigNode? Found(string reference, ConfigScalar at)
    {
        var (dots, steps) = Steps(reference);
        var node = dots == 0 ? top : index.Above(at, dots);
        foreach (var step in steps) node = node is null ? null : Dereferenced(node).Child(step);
        if (dots == 0) referencedKeys.Add(steps[0]);
        return node;
    }

    private ConfigMapping Section(ResolverCall call, ConfigScalar at) =>
        Resolve(Target(Key(call, at, mostArguments: 1), at)) as ConfigMapping
        ?? throw Error(at, $"${{{call.Name}:{call.Arguments}}} does not refer to a section.");

    private ConfigSequence Sequence(ConfigScalar at, IEnumerable<ConfigNode> items) => new(index.PathOf(at), at.Origin, items);

    private string Key(ResolverCall call, ConfigScalar at, int mostArguments) =>
        (string)((ConfigScalar)Argument(
            call, at, mostArguments, "a key such as clmodel.optim", node => node is ConfigScalar { Value: string })).Value!;

    private ConfigNode Argument(ResolverCall call, ConfigScalar at, int mostArguments, string expected, Func<ConfigNode, bool> isValid)
    {
        var arguments = call.Read(at.Origin);
        var first = arguments.Count >= 1 && arguments.Count <= mostArguments ? Evaluated(arguments[0], at) : null;
        return first is not null && isValid(first) ? first : throw Error(
            at, $"${{{call.Name}:{call.Arguments}}}: expected {expected}{(mostArguments > 1 ? ", and perhaps one argument more" : "")}.");
    }

    /// <summary>An argument with its interpolations resolved; what stands in quotes is text.</summary>
    private ConfigNode Evaluated(ConfigNode node, ConfigScalar at) => node switch
    {
        ConfigMapping section => new ConfigMapping(
            index.PathOf(at),
            at.Origin,
            section.Entries.Select(entry => new ConfigEntry(entry.Key, at.Origin, Evaluated(entry.Value, at)))),
        ConfigSequence list => Sequence(at, list.Items.Select(item => Evaluated(item, at))),
        ConfigScalar { Value: string text } scalar when InterpolatedText.IsIn(text) =>
            scalar.Written is not null && Split(at, text) is [{ IsExpression: true } whole]
                ? Evaluate(whole.Text, at)
                : new ConfigScalar(index.PathOf(at), at.Origin, Substitute(text, at)),
        ConfigScalar scalar => new ConfigScalar(index.PathOf(at), at.Origin, scalar.Value),
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };

    private ConfigException OfHydra(ConfigScalar at, string problem) =>
        ConfigException.OfHydra(at.Origin, $"{index.PathOf(at)}: {problem}");
}
