using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Files;

namespace Alma.Runs;

/// <summary>Reads and writes <c>run.json</c>.</summary>
internal static class ManifestJson
{
    private const int MaxThreads = 1024;
    private const int MaxBytes = 1 << 26;

    private static readonly JsonSerializerOptions options = new(FileJson.Options)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            new JsonStringEnumConverter<RunState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new UtcTimeConverter(),
        },
    };

    public static void Write(string path, RunManifest manifest) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(manifest, options) + "\n");

    // Numbers that are counted on later: one that cannot be is better told here, with the file.
    private static string? Wrong(RunManifest manifest)
    {
        if (manifest.Threads is < 1 or > MaxThreads)
            return $"threads is {manifest.Threads}, valid is at least 1 and at most {MaxThreads}";
        if (manifest.MegabatchesTotal < 1) return $"megabatches_total is {manifest.MegabatchesTotal}, valid is at least 1";
        if (manifest.MegabatchesDone < 0) return $"megabatches_done is {manifest.MegabatchesDone}, valid is at least 0";
        if (manifest.Resumptions < 0) return $"resumptions is {manifest.Resumptions}, valid is at least 0";
        if (!IsAmount(manifest.SavingSeconds)) return $"saving_seconds is {manifest.SavingSeconds}, valid is a number of at least 0";
        if (manifest.Redone is not { Epochs: >= 0 } || !IsAmount(manifest.Redone.MultiplyAdds) || !IsAmount(manifest.Redone.Seconds))
            return "redone has a number below 0";
        return manifest.Resources.Any(IsWrong) ? "resources has a number below 0" : null;
    }

    private static bool IsWrong(MegabatchResources? resources) =>
        resources is not { Megabatch: >= 0, PeakResidentBytes: >= 0 } || !IsAmount(resources.WallSeconds);

    private static bool IsAmount(double number) => double.IsFinite(number) && number >= 0;

    public static RunManifest Read(string path)
    {
        if (!File.Exists(path))
            throw new RunFolderException($"{path} is missing.");
        var json = RegularFile.Bytes(path, MaxBytes);
        try
        {
            var manifest = JsonSerializer.Deserialize<RunManifest>(json, options)
                ?? throw new RunFolderException($"{path}, line 1: this is no manifest of a run. Found: null");
            return Wrong(manifest) is { } wrong ? throw new RunFolderException($"{path}: {wrong}.") : manifest;
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0);
            var lines = Encoding.UTF8.GetString(json).Split('\n');
            throw JsonFault.At(path, line + 1, line < lines.Length ? lines[line] : "", fault);
        }
    }
}
