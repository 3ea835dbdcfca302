using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Alma.Config.Tests;

public sealed class ToYamlTests
{
    [Fact]
    public void ToYaml_IsCanonical()
    {
        const string Messy = """
            logger: { verbose: True,  log_dir: "./tmp" }
            clmodel:
                lr:      1.
                decay: 1e-5
                size: [32,
                       32]
                augs:
                - {name: RandomCrop, p: .5}
                - - 1
                - []
                none: {}
                kornia_augs:
            quoted: ['yes', "10", 'a: b', 'it''s', ' x', '', '~', "\ttab", '漢', '\${x}', crlapi.sl.Class, two words]
            hydra: {x: 1}
            defaults: []
            """;
        const string Canonical = """
            logger:
              verbose: true
              log_dir: ./tmp
            clmodel:
              lr: 1.0
              decay: 1e-05
              size: [32, 32]
              augs:
                - name: RandomCrop
                  p: 0.5
                - [1]
                - []
              none: {}
              kornia_augs: null
            quoted: ['yes', '10', 'a: b', 'it''s', ' x', '', '~', "\ttab", "\U00006F22", '\${x}', crlapi.sl.Class, two words]

            """;

        Assert.Equal(Canonical, Given.Tree(Messy).ToYaml());
    }

    [Theory]
    [InlineData("", "{}\n")]
    [InlineData("a: .inf\nb: -.inf\nc: .nan\nd: 1e20\ne: -0.0", "a: .inf\nb: -.inf\nc: .nan\nd: 1e+20\ne: -0.0\n")]
    [InlineData("yes: 1\n'<<': 2\n1: 3", "'yes': 1\n'<<': 2\n'1': 3\n")]
    public void ToYaml_OfOddValues_KeepsThem(string yaml, string canonical)
    {
        Assert.Equal(canonical, Given.Tree(yaml).ToYaml());
        Assert.Equal(canonical, Given.Tree(canonical).ToYaml());
    }

    [Property(MaxTest = 300)]
    public Property ToYaml_LoadedAgain_GivesTheSameTree() => Prop.ForAll(Section(depth: 3).ToArbitrary(), content =>
    {
        var top = new ConfigMapping("", Origin.OnCommandLine("test"), ((ConfigMapping)content).Entries);
        var again = Given.Tree(Yaml.YamlWriter.Write(top));

        return IsSame(top, again.Top);
    });

    private static Gen<ConfigNode> Section(int depth) => Entry(depth).ListOf()
        .Select(ConfigNode (entries) => new ConfigMapping("", Origin.OnCommandLine("test"), entries.DistinctBy(entry => entry.Key)));

    private static Gen<ConfigEntry> Entry(int depth) =>
        from key in ArbitraryText.Any.Where(key => key is not ("hydra" or "defaults") && key.Length < 200)
        from value in Node(depth)
        select new ConfigEntry(key, Origin.OnCommandLine("test"), value);

    private static Gen<ConfigNode> Node(int depth) => depth == 0 ? Scalar() : Gen.OneOf(
        Scalar(),
        Section(depth - 1),
        Node(depth - 1).ListOf().Select(ConfigNode (items) => new ConfigSequence("", Origin.OnCommandLine("test"), items)));

    private static Gen<ConfigNode> Scalar() => Gen.OneOf(
            ArbitraryText.Any.Select(object? (text) => text),
            ArbMap.Default.GeneratorFor<long>().Select(object? (whole) => whole),
            ArbMap.Default.GeneratorFor<double>().Select(object? (number) => number),
            Gen.Elements<object?>(null, true, false))
        .Select(ConfigNode (value) => new ConfigScalar("", Origin.OnCommandLine("test"), value));

    private static bool IsSame(ConfigNode a, ConfigNode b) => (a, b) switch
    {
        (ConfigScalar x, ConfigScalar y) => Equals(x.Value, y.Value),
        (ConfigSequence x, ConfigSequence y) => x.Items.Count == y.Items.Count
            && x.Items.Zip(y.Items).All(pair => IsSame(pair.First, pair.Second)),
        (ConfigMapping x, ConfigMapping y) => x.Entries.Count == y.Entries.Count
            && x.Entries.Zip(y.Entries).All(pair => pair.First.Key == pair.Second.Key && IsSame(pair.First.Value, pair.Second.Value)),
        _ => false,
    };
}
