using System.ComponentModel.DataAnnotations;

namespace Alma.Experiments.Options;

/// <summary>How much is logged: the section <c>logger</c>.</summary>
public abstract record LoggerOptions
{
    /// <summary>Of the rows per training step, the first of every so many is written.</summary>
    [Range(1, int.MaxValue)]
    public int Modulo { get; init; } = 1;

    /// <summary>Whether TensorBoard shows the test images that the model got most wrong; the run folder keeps them in any case.</summary>
    public bool Images { get; init; } = true;

    /// <summary>Accepted for the Python project's configs; a run is left in its run folder.</summary>
    public string? LogDir { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect.</summary>
    public bool Verbose { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect.</summary>
    public int CacheSize { get; init; } = 10_000;

    /// <summary>Accepted for the Python project's configs, without effect.</summary>
    public bool UseZip { get; init; } = true;
}

/// <summary>Metric rows, and TensorBoard events made from them.</summary>
public sealed record TensorBoardLoggerOptions : LoggerOptions;
