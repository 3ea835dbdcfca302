using Alma.Config;
using Alma.Runs;

namespace Alma.Reports.Summary;

/// <summary>The resolved config of a run: its text, and its values by dotted keys, in the order in which they stand.</summary>
/// <param name="Yaml">The content of <c>config.yaml</c>.</param>
/// <param name="Values">Such as <c>clmodel.optim.lr</c>: <c>1.0</c>. Items of lists have their index as last part of the key.</param>
public sealed record RunConfig(string Yaml, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Of a run that was killed before it wrote one.</summary>
    public static RunConfig None { get; } = new("", new Dictionary<string, string>());

    /// <summary>The keys whose values are text by their quotes, though they may look like numbers.</summary>
    public IReadOnlySet<string> Quoted { get; init; } = new HashSet<string>();

    public string? this[string key] => Values.GetValueOrDefault(key);

    /// <exception cref="RunFolderException">The file is no config.</exception>
    public static RunConfig Read(RunFolder folder)
    {
        if (!File.Exists(folder.ConfigFile)) return None;
        var yaml = folder.ReadConfig();
        try
        {
            var written = WrittenValue.ReadAll(yaml, folder.ConfigFile);
            var values = new OrderedDictionary<string, string>();
            foreach (var value in written) values[value.Key] = value.Text;
            return new RunConfig(yaml, values) { Quoted = written.Where(value => value.IsText).Select(value => value.Key).ToHashSet() };
        }
        catch (ConfigException fault)
        {
            throw new RunFolderException($"{folder.ConfigFile}, line {fault.Origin?.Line ?? 1}: {fault.Problem}", fault);
        }
    }
}
