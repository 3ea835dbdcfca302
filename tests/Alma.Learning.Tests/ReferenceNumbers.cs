using System.Text.Json;

namespace Alma.Learning.Tests;

/// <summary>Numbers made by the Python project, embedded beside the tests.</summary>
internal static class ReferenceNumbers
{
    public static JsonElement Read(string name)
    {
        using var stream = typeof(ReferenceNumbers).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"no embedded {name}");
        return JsonDocument.Parse(stream).RootElement;
    }

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetDouble())];
}
