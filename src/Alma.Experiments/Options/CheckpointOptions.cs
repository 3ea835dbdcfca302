using System.ComponentModel.DataAnnotations;

namespace Alma.Experiments.Options;

/// <summary>
/// What a run keeps to go on from. It is saved after every megabatch, and after epochs as these options say: by default so
/// seldom that saving takes less than a fiftieth of the time.
/// </summary>
public sealed record CheckpointOptions
{
    /// <summary>Whether <c>models/</c> keeps the weights after every megabatch, or only the checkpoint those after the last.</summary>
    public bool KeepModels { get; init; } = true;

    /// <summary>Epochs after which an update is saved; by default as few as cost little.</summary>
    [Range(1, int.MaxValue)]
    public int? EveryEpochs { get; init; }

    /// <summary>Seconds after which an update is saved, at the end of the epoch; by default as few as cost little.</summary>
    [Range(0, double.MaxValue)]
    public double? EverySeconds { get; init; }
}
