using System.ComponentModel.DataAnnotations;

namespace Alma.Experiments.Options;

/// <summary>What is scored after a megabatch.</summary>
public enum EvaluationMode
{
    /// <summary>All tasks of the evaluation stream.</summary>
    AllTasks,

    /// <summary>After megabatch m, tasks 0 to m.</summary>
    PreviousTasks,

    /// <summary>
    /// Instead of the test set the megabatch that comes next, before it is learned from: what users of data in the order of time need.
    /// The last megabatch is only tested on.
    /// </summary>
    Next,
}

/// <summary>How the learner is evaluated after each megabatch: the section <c>evaluation</c>.</summary>
public sealed record EvaluationOptions
{
    public EvaluationMode Mode { get; init; }

    /// <summary>Examples scored at once; it changes speed and memory, not results.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 1024;

    /// <summary>Accepted for the Python project's configs, without effect: batches are gathered from memory.</summary>
    public int NumWorkers { get; init; }

    /// <summary>By default where the run's <c>device</c> says.</summary>
    [RegularExpression(DeviceName.Pattern, ErrorMessage = DeviceName.Description)]
    public string? Device { get; init; }
}
