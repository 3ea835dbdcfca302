using System.Text.Json;
using Alma.Config.Composition;
using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config.Tests.Hydra;

/// <summary>Which files Hydra's own tests of <c>defaults</c> come to, in which order and where.</summary>
public sealed class HydraDefaultsTests : IDisposable
{
    private static readonly Dictionary<string, string> files = Read<Dictionary<string, string>>("defaults_files.json");

    private static readonly Dictionary<string, string> differences = new()
    {
    };

    private readonly TemporaryFolder folder = new();

    public HydraDefaultsTests()
    {
        foreach (var (name, text) in files) folder.Write($"data/{name}", text);
    }

    public static TheoryData<int, string> Cases => [.. All.Select((given, place) => (place, $"{given.Test} {given.Id}"))];

    private static IReadOnlyList<DefaultsCase> All { get; } = [.. Read("defaults_cases.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parsed<DefaultsCase>)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Defaults_OfACaseOfHydra_AgreeOrDifferAsSaid(int place, string name)
    {
        var listed = Listed(All[place]);
        if (differences.ContainsKey(name)) Assert.NotEqual(All[place].Expected, listed);
        else Assert.Equal(All[place].Expected, listed);
    }

    [Fact]
    public void Differences_AreAllOfCasesThatThereAre() => Assert.Empty(differences.Keys.Except(All.Select(given => $"{given.Test} {given.Id}")));

    private string[] Listed(DefaultsCase given)
    {
        var top = Path.Combine(folder.Path, "data");
        var path = Path.Combine(top, given.Config + ".yaml");
        try
        {
            var yaml = ConfigFile.Read(path);
            var list = new DefaultsList([.. Override.ParseAll(given.Overrides)], path, new TreeLimit());
            return [.. list.Parts(YamlReader.Read(yaml, path, new TreeLimit()), yaml).Select(part => $"{Path.ChangeExtension(Path.GetRelativePath(top, part.File), null)} @{part.Package}")];
        }
        catch (ConfigException)
        {
            return ["refused"];
        }
    }

    private static T Read<T>(string name) => Parsed<T>(Read(name));

    private static T Parsed<T>(string json) => JsonSerializer.Deserialize<T>(json, new JsonSerializerOptions { PropertyNameCaseInsensitive = true })!;

    private static string Read(string name)
    {
        using var resource = new StreamReader(typeof(HydraDefaultsTests).Assembly.GetManifestResourceStream(name)!);
        return resource.ReadToEnd();
    }

    private sealed record DefaultsCase(string Test, string Id, string Config, string[] Overrides, string[] Expected);
}
