using Alma.Config.Sweeping;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Alma.Config.Tests;

public sealed class ParserProperties
{
    [Property(MaxTest = 1000)]
    public Property Yaml_OfAnyText_IsReadOrRefused() =>
        Prop.ForAll(ArbitraryText.Any.ToArbitrary(), yaml => IsReadOrRefused(() => ConfigTree.Parse(yaml, "recipe.yaml", [])));

    [Property(MaxTest = 1000)]
    public Property YamlValue_OfAnyText_IsReadOrRefused() =>
        Prop.ForAll(ArbitraryText.Any.ToArbitrary(), text => IsReadOrRefused(() => ConfigTree.Parse("a: " + text, "recipe.yaml", [])));

    [Property(MaxTest = 1000)]
    public Property Override_OfAnyText_IsAppliedOrRefused() =>
        Prop.ForAll(ArbitraryText.Any.ToArbitrary(), text => IsReadOrRefused(() => ConfigTree.Parse("a: {b: [1]}", "recipe.yaml", [text])));

    [Property(MaxTest = 1000)]
    public Property OverrideValue_OfAnyText_IsAppliedOrRefused() =>
        Prop.ForAll(ArbitraryText.Any.ToArbitrary(), text => IsReadOrRefused(() => ConfigTree.Parse("a: 1", "recipe.yaml", ["a=" + text])));

    [Property(MaxTest = 1000)]
    public Property SweptOverride_OfAnyText_IsReadOrRefused() =>
        Prop.ForAll(ArbitraryText.Any.ToArbitrary(), text => IsReadOrRefused(() => SweptOverride.Parse("a=" + text)));

    [Property(MaxTest = 1000)]
    public Property OverrideText_OfAnyText_IsReadAsThatText() => Prop.ForAll(
        ArbitraryText.Any.ToArbitrary(),
        text => Equals(text, ((ConfigScalar)ConfigTree.Parse("a: 1", "recipe.yaml", ["a=" + OverrideText.Of(text)]).Top["a"]!).Value));

    private static bool IsReadOrRefused(Action read)
    {
        try
        {
            read();
        }
        catch (ConfigException)
        {
        }

        return true;
    }
}
