using System.Text.Json;
using Alma.Runs;

namespace Alma.Experiments.Checkpoints;

/// <summary>Holds a run to the config that its checkpoint was saved with.</summary>
public static class CheckpointConfig
{
    /// <summary>Refuses to go on from the checkpoint of a run with another config. One that was saved before checkpoints carried it is taken.</summary>
    /// <exception cref="RunFolderException">Values differ; the message names each with its line.</exception>
    public static void RefuseChanged(RunFolder folder, RunRequest request)
    {
        if ((Saved(folder.CheckpointFile) ?? Saved(folder.PreviousCheckpointFile)) is not { } saved) return;
        var differences = saved.DifferencesTo(request);
        if (differences.Count == 0) return;
        throw new RunFolderException(
            $"{folder.ConfigFile} is not the config that the run has come this far with: {string.Join("; ", differences)}. "
            + $"Put {(differences.Count == 1 ? "that" : "these")} back to resume it, or begin a new run with the changed config in another run_dir.");
    }

    /// <exception cref="JsonException">The text is not what a checkpoint has.</exception>
    internal static TiedConfig Read(string text)
    {
        var values = JsonSerializer.Deserialize<Dictionary<string, string?>>(text) ?? throw new JsonException("its config is null");
        return new TiedConfig(values.ToDictionary(value => value.Key, value => value.Value ?? throw new JsonException($"its config has null for {value.Key}")));
    }

    // Whether the file is damaged is found when it is read whole.
    private static TiedConfig? Saved(string path)
    {
        if (SafetensorsFile.FindMetadata(path)?.GetValueOrDefault(CheckpointFile.ConfigKey) is not { } text) return null;
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
