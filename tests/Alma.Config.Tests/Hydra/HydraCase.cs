using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alma.Config.Tests.Hydra;

/// <summary>One case of Hydra's tests of its override parser.</summary>
/// <param name="Test">Of Hydra's tests.</param>
/// <param name="Id">Of the case there.</param>
/// <param name="Kind">What is read: a value, an override, a key, or something of a value.</param>
/// <param name="Input">What is read.</param>
/// <param name="Expected">What Hydra's test expects, as <see cref="HydraForm"/> writes it.</param>
internal sealed record HydraCase(string Test, string Id, string Kind, string Input, string Expected)
{
    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
    };

    public static IReadOnlyList<HydraCase> All { get; } = [.. Lines().Select(line => JsonSerializer.Deserialize<HydraCase>(line, json)!)];

    private static IEnumerable<string> Lines()
    {
        using var resource = new StreamReader(typeof(HydraCase).Assembly.GetManifestResourceStream("override_cases.jsonl")!);
        while (resource.ReadLine() is { } line) yield return line;
    }
}
