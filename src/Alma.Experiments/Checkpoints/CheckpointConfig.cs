using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alma.Config;
using Alma.Runs;

namespace Alma.Experiments.Checkpoints;

/// <summary>Holds a run to the config that its checkpoint was saved with.</summary>
public static class CheckpointConfig
{
    /// <summary>
    /// Refuses to go on from the checkpoint of a run with another config. One that was saved before checkpoints carried it is taken.
    /// </summary>
    /// <exception cref="RunFolderException">Values differ; the message names each with its line.</exception>
    public static void RefuseChanged(RunFolder folder, RunRequest request)
    {
        if ((Saved(folder.CheckpointFile) ?? Saved(folder.PreviousCheckpointFile)) is not { } saved) return;
        var differences = saved.DifferencesTo(request);
        if (differences.Count > 0)
            throw new RunFolderException(
                $"{folder.ConfigFile} is not the config that the run has come this far with: {string.Join("; ", differences)}. "
                + $"Put {(differences.Count == 1 ? "that" : "these")} back to resume it, "
                + $"or begin a new run with the changed config in another {RunKeys.RunFolder}.");
        RefuseEarlierEnd(folder, request);
    }

    // The run may end later than it was to, but not before where it is. A checkpoint from beyond the stream is wrong
    // itself, and is told so when it is read.
    private static void RefuseEarlierEnd(RunFolder folder, RunRequest request)
    {
        if (request.Options.StopAfter is not { } end
            || (Begun(folder.CheckpointFile) ?? Begun(folder.PreviousCheckpointFile)) is not { } begun)
            return;
        if (begun <= end || begun > request.Options.StreamLength) return;
        var line = request.Config.Find(RunKeys.StopAfter) is { } place ? $"line {place.Origin.Line}: " : "";
        throw new RunFolderException(
            $"{folder.ConfigFile} ends the run before where it is: {line}{RunKeys.StopAfter} is {end}, and the run has begun on "
            + $"megabatch {begun}. Make it at least {begun}, or leave it out.");
    }

    // Megabatches, with the one that it was saved in.
    private static int? Begun(string path)
    {
        if (SafetensorsContent.FindMetadata(path)?.GetValueOrDefault(CheckpointFile.StateKey) is not { } text) return null;
        try
        {
            var state = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 1024 }) as JsonObject;
            if (state?["next_megabatch"] is not JsonValue next || !next.TryGetValue(out int done) || done is < 0 or int.MaxValue)
                return null;
            return done + (state["update"] is null ? 0 : 1);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">The text is not what a checkpoint has.</exception>
    internal static PinnedConfig Read(string text)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string?>>(text) ?? throw new JsonException("its config is null");
        return new PinnedConfig(values.ToDictionary(
            value => value.Key, value => value.Value ?? throw new JsonException($"its config has null for {value.Key}")));
    }

    // Whether the file is damaged is found when it is read whole.
    private static PinnedConfig? Saved(string path)
    {
        if (SafetensorsContent.FindMetadata(path)?.GetValueOrDefault(CheckpointFile.ConfigKey) is not { } text) return null;
        try
        {
            return Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// The values that a run was begun with, as its config binds them. A checkpoint carries them, and only a config of the same values goes on
/// from it, but for keys that say where and how fast a run computes and what it leaves.
/// </summary>
public sealed record PinnedConfig(IReadOnlyDictionary<string, string> Values)
{
    private const string ClassKey = $".{RunKeys.ClassName}";

    /// <summary>The megabatches after which the run was to end, or null where it was to go through the stream.</summary>
    public int? OriginalStopAfter =>
        Values.TryGetValue(RunKeys.StopAfter, out var text) && int.TryParse(text, out var count) ? count : null;

    public static PinnedConfig Of(RunRequest request)
    {
        var values = request.Values.ToDictionary(value => value.Key, value => OptionValues.Text(value.Value));
        foreach (var list in values.Keys.SelectMany(ItemsAbove).GroupBy(item => item.List, item => item.Place).ToList())
            values[list.Key] = $"a list of {list.Max() + 1}";
        return new PinnedConfig(values);
    }

    /// <summary>
    /// What of another config keeps it from going on with the run. A key that only one of them knows is one of another version of Alma.
    /// </summary>
    public IReadOnlyList<ConfigDifference> DifferencesTo(RunRequest now)
    {
        ConfigDifference[] all =
        [
            .. from value in Of(now).Values
               where !RunKeys.IsChangeable(value.Key) && Values.TryGetValue(value.Key, out var then) && then != value.Value
               select new ConfigDifference(value.Key, Values[value.Key], value.Value, Written(now.Config, value.Key)),
        ];
        // Another class has other defaults, which nobody wrote.
        List<string> sections = [.. all.Where(one => one.Key.EndsWith(ClassKey, StringComparison.Ordinal))
            .Select(one => one.Key[..^(ClassKey.Length - 1)])];
        return [.. all.Where(one =>
            one.Place is not null
            || one.Key.EndsWith(ClassKey, StringComparison.Ordinal)
            || !sections.Exists(section => one.Key.StartsWith(section, StringComparison.Ordinal)))];
    }

    // clmodel.kornia_augs.1.p is of the item 1 of the list clmodel.kornia_augs.
    private static IEnumerable<(string List, int Place)> ItemsAbove(string key)
    {
        for (var dot = key.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = key.IndexOf('.', dot + 1))
        {
            var step = key[(dot + 1)..].Split('.')[0];
            if (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var place)) yield return (key[..dot], place);
        }
    }

    // The Python project has other words for the key of a class.
    private static ConfigNode? Written(ConfigTree config, string key)
    {
        if (config.Find(key) is { } there) return there;
        if (!key.EndsWith(ClassKey, StringComparison.Ordinal) || config.Find(key[..^ClassKey.Length]) is not ConfigMapping section)
            return null;
        return section["classname"] ?? section["name"];
    }
}

/// <summary>A key of a config that is not what it was.</summary>
/// <param name="Place">Where it stands now; null where it is not written.</param>
public sealed record ConfigDifference(string Key, string Was, string Is, ConfigNode? Place)
{
    /// <summary>The key where it stands, which for a class is below its section.</summary>
    public string WrittenKey => Place?.Path ?? Key;

    public override string ToString() => $"{(Place is null ? "" : $"line {Place.Origin.Line}: ")}{WrittenKey} is {Is}, and was {Was}";
}
