using System.Text;
using Alma.Config.Overrides;

namespace Alma.Config.Interpolations;

/// <summary>Turns a composed tree into the resolved tree: each <c>${...}</c> becomes what it refers to.</summary>
internal sealed partial class InterpolationResolver
{
    /// <summary>A longer chain would exhaust the stack.</summary>
    private const int DeepestChain = 500;

    private readonly ConfigMapping top;
    private readonly NodeIndex index;
    private readonly Dictionary<ConfigNode, ConfigNode> resolved = [];
    private readonly Dictionary<ConfigNode, ConfigNode> dereferenced = [];
    private readonly List<ConfigNode> resolving = [];
    private readonly List<ConfigNode> dereferencing = [];
    private readonly HashSet<string> referencedKeys = [];
    private readonly TreeLimit limit = new();
    private readonly List<EnvironmentRead> environmentReads = [];

    public InterpolationResolver(ConfigMapping top)
    {
        this.top = top;
        limit.Add(top, default, top.Origin); // overrides came to what was read
        index = new NodeIndex(top);
    }

    /// <summary>Top-level keys that some interpolation refers to. Complete once everything is resolved.</summary>
    public IReadOnlySet<string> ReferencedKeys => referencedKeys;

    /// <summary>What has been read of the environment so far.</summary>
    public IReadOnlyList<EnvironmentRead> EnvironmentReads => environmentReads;

    /// <summary>Values resolved so far.</summary>
    public int Work => limit.Total;

    public ConfigNode Resolve(ConfigNode node)
    {
        if (resolved.TryGetValue(node, out var done)) return done;
        var path = index.PathOf(node);
        return resolved[node] = While(resolving, node, () => node switch
        {
            ConfigMapping mapping => new ConfigMapping(
                path, mapping.Origin, mapping.Entries.Select(entry => new ConfigEntry(entry.Key, entry.KeyOrigin, Resolve(entry.Value)))),
            ConfigSequence sequence => new ConfigSequence(path, sequence.Origin, sequence.Items.Select(Resolve)),
            ConfigScalar { Value: string text } scalar when InterpolatedText.IsIn(text) => ResolveText(scalar, text, path),
            ConfigScalar scalar => new ConfigScalar(path, scalar.Origin, scalar.Value),
            _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
        });
    }

    private ConfigNode ResolveText(ConfigScalar scalar, string text, string path)
    {
        var found = Split(scalar, text) is [{ IsExpression: true } whole]
            ? Evaluate(whole.Text, scalar)
            : new ConfigScalar(path, scalar.Origin, Substitute(text, scalar));
        limit.AddResolved(found, TreePlace.Of(path), scalar.Origin);
        return found.MovedTo(path);
    }

    private string Substitute(string text, ConfigScalar at)
    {
        var result = new StringBuilder();
        foreach (var part in Split(at, text))
        {
            result.Append(part.IsExpression ? AsText(Evaluate(part.Text, at), part.Text, at) : part.Text);
            if (part.IsExpression && result.Length > TreeLimit.LongestText)
                throw Error(at, $"the text comes to more than {TreeLimit.LongestText} characters once its interpolations are replaced.");
        }
        return result.ToString();
    }

    private ConfigNode Evaluate(string expression, ConfigScalar at)
    {
        limit.AddReference(at.Origin);
        return ResolverCall.IsIn(expression) ? Call(expression, at) : Resolve(Target(Substitute(expression, at).Trim(), at));
    }

    private ConfigNode Target(string reference, ConfigScalar at)
    {
        var (dots, steps) = Steps(reference);
        var from = dots == 0 ? top : index.Above(at, dots)
            ?? throw Error(at, $"${{{reference}}} leads above the top level.");
        if (dots == 0) referencedKeys.Add(steps[0]);
        var target = steps.Aggregate(from, (node, step) => Below(node, step, reference, at));
        referencedKeys.Add(FirstStep(index.PathOf(target)));
        return target;
    }

    private static (int Dots, string[] Steps) Steps(string reference)
    {
        var dots = reference.Length - reference.TrimStart('.').Length;
        return (dots, reference[dots..].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'));
    }

    private static string FirstStep(string path) => path.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? path[..dot] : path;

    private ConfigNode Below(ConfigNode node, string step, string reference, ConfigScalar at)
    {
        var parent = Dereferenced(node);
        if (parent.Child(step) is { } child) return child;
        var path = index.PathOf(parent);
        if (HydraSection.IsKey(path.Length == 0 ? step : path))
            throw OfHydra(
                at,
                $"${{{reference}}} refers to what Hydra knows of itself, which is not there: "
                + $"of the section '{HydraSection.Key}' there is only what the config has.");
        var advice = parent.AdviceOn(path, step);
        throw Error(at, $"${{{reference}}} refers to '{(path.Length == 0 ? step : $"{path}.{step}")}', which is not there. {advice}");
    }

    /// <summary><c>${a.b}</c> reaches into what <c>a: ${c}</c> refers to.</summary>
    private ConfigNode Dereferenced(ConfigNode node) =>
        dereferenced.TryGetValue(node, out var done) ? done : dereferenced[node] = Followed(node);

    private ConfigNode Followed(ConfigNode node) =>
        node is ConfigScalar { Value: string text } scalar
        && InterpolatedText.IsIn(text)
        && Split(scalar, text) is [{ IsExpression: true } whole]
        && !ResolverCall.IsIn(whole.Text)
            ? While(dereferencing, scalar, () => Dereferenced(Target(Substitute(whole.Text, scalar).Trim(), scalar)))
            : node;

    private T While<T>(List<ConfigNode> pending, ConfigNode node, Func<T> resolve)
    {
        if (pending.IndexOf(node) is >= 0 and var start) throw Circle(pending[start..]);
        if (pending.Count > DeepestChain)
            throw ConfigException.At(node.Origin, $"more than {DeepestChain} interpolations and sections lead through each other here.");
        pending.Add(node);
        var result = resolve();
        pending.RemoveAt(pending.Count - 1);
        return result;
    }

    private ConfigException Circle(List<ConfigNode> circle)
    {
        var path = string.Join(" -> ", circle.Select(node => $"{index.PathOf(node)} ({node.Origin})"));
        return ConfigException.At(circle[0].Origin, $"interpolations go in a circle: {path} -> {index.PathOf(circle[0])}.");
    }

    private string AsText(ConfigNode node, string expression, ConfigScalar at) => node is ConfigScalar scalar
        ? PythonText.Of(scalar.Value)
        : throw Error(at, $"${{{expression}}} is a {(node is ConfigMapping ? "section" : "list")}, which cannot be a part of a text.");

    private List<TextPart> Split(ConfigScalar at, string text)
    {
        if (text.Length > TreeLimit.LongestText)
            throw Error(at, $"a text with interpolations has at most {TreeLimit.LongestText} characters.");
        try
        {
            return InterpolatedText.Split(text);
        }
        catch (FormatException unclosed)
        {
            throw Error(at, unclosed.Message);
        }
    }

    private ConfigException Error(ConfigScalar at, string problem) => ConfigException.At(at.Origin, $"{index.PathOf(at)}: {problem}");
}
