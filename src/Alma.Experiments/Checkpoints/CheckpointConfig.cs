using System.Text.Json;
using System.Text.Json.Nodes;
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
                + "or begin a new run with the changed config in another run_dir.");
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
        var line = request.Config.Find("stop_after") is { } place ? $"line {place.Origin.Line}: " : "";
        throw new RunFolderException(
            $"{folder.ConfigFile} ends the run before where it is: {line}stop_after is {end}, and the run has begun on megabatch {begun}. "
            + $"Make it at least {begun}, or leave it out.");
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
