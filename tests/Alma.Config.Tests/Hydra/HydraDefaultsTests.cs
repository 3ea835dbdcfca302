using System.Text.Json;
using Alma.Config.Composition;
using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config.Tests.Hydra;

/// <summary>Which files Hydra's own tests of <c>defaults</c> come to, in which order and where.</summary>
public sealed class HydraDefaultsTests : IDisposable
{
    private const string Name = "_name_ in a package is of Hydra 1.1";
    private const string OfHydra = "items under hydra/ have no effect";
    private const string Top = "a recipe's keys stand at the top, in whatever folder it is";
    private const string Skipping = "Hydra's plug-ins can have it pass over what must still be chosen";

    private static readonly Dictionary<string, string> files = Read<Dictionary<string, string>>("defaults_files.json");

    /// <summary>By the place of the case.</summary>
    private static readonly Dictionary<int, string> differences = new()
    {
        [21] = Name,
        [22] = Name,
        [23] = Name,
        [36] = OfHydra,
        [46] = Top,
        [48] = Top,
        [51] = Skipping,
    };

    private readonly TemporaryFolder folder = new();

    public HydraDefaultsTests()
    {
        foreach (var (name, text) in files) folder.Write($"data/{name}", text);
    }

    public static TheoryData<int, string> Cases => [.. All.Select((given, place) => (place, $"{given.Test} {given.Id}"))];

    private static IReadOnlyList<DefaultsCase> All { get; } = [.. Read("defaults_cases.jsonl")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(Parsed<DefaultsCase>)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Defaults_OfACaseOfHydra_AgreeOrDifferAsSaid(int place, string name)
    {
        Assert.Equal($"{All[place].Test} {All[place].Id}", name);
        var listed = Listed(All[place]);
        if (differences.ContainsKey(place)) Assert.NotEqual(All[place].Expected, listed);
        else Assert.Equal(All[place].Expected, listed);
    }

    /// <summary>docs/config.md says these numbers.</summary>
    [Fact]
    public void Cases_AgreeButForAFew() => Assert.Equal((55, 7), (All.Count, differences.Count));

    private string[] Listed(DefaultsCase given)
    {
        var top = Path.Combine(folder.FullPath, "data");
        var path = Path.Combine(top, given.Config + ".yaml");
        try
        {
            var yaml = ConfigFile.Read(path);
            var list = new DefaultsList([.. Override.ParseAll(given.Overrides)], path, new TreeLimit());
            return [.. list.Parts(YamlReader.Read(yaml, path, new TreeLimit()), yaml)
                .Select(part => $"{Path.ChangeExtension(Path.GetRelativePath(top, part.File), null)} @{part.Package}")];
        }
        catch (ConfigException)
        {
            return ["refused"];
        }
    }

    private static T Read<T>(string name) => Parsed<T>(Read(name));

    private static T Parsed<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;

    private static string Read(string name)
    {
        using var resource = new StreamReader(typeof(HydraDefaultsTests).Assembly.GetManifestResourceStream(name)!);
        return resource.ReadToEnd();
    }

    private sealed record DefaultsCase(string Test, string Id, string Config, string[] Overrides, string[] Expected);
}
