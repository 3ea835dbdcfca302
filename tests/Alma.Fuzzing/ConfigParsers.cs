using System.Text;
using Alma.Config;
using Alma.Config.Sweeping;
using Alma.Experiments;
using Alma.Experiments.Options;
using Alma.Learning;

namespace Alma.Fuzzing;

/// <summary>The parsers of configs and of what is typed on the command line.</summary>
internal static class ConfigParsers
{
    private static readonly ClassNames classes = KnownClasses.Names;

    public static bool Override(byte[] input) =>
        Reads(() =>
            ConfigTree.Parse("a: {b: [1, {c: x}]}\nd: 2\ne: ${d}", "recipe.yaml", [Encoding.UTF8.GetString(input)], RunOptions.Settable));

    public static bool Swept(byte[] input) => Reads(() => SweptOverride.Parse(Encoding.UTF8.GetString(input)));

    /// <summary>Read, resolved, bound to options and checked as a whole, as <c>alma run</c> does it.</summary>
    public static bool Yaml(byte[] input) =>
        Reads(() => RunRequest.Bind(ConfigTree.Parse(Encoding.UTF8.GetString(input), "recipe.yaml", [], RunOptions.Settable), classes));

    /// <summary>Read, resolved and written.</summary>
    public static bool YamlTree(byte[] input) =>
        Reads(() => ConfigTree.Parse(Encoding.UTF8.GetString(input), "recipe.yaml", [], RunOptions.Settable).ToYaml());

    private static bool Reads(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception refusal) when (refusal is ConfigException or LearningException)
        {
            return false;
        }
    }
}
