using Alma.Config;

namespace Alma.Launching.Definitions;

/// <summary>The keys of a sweep file.</summary>
internal sealed record SweepFileOptions
{
    /// <summary>The recipe, unless the command line names one.</summary>
    public string? Recipe { get; init; }

    /// <summary>What the sweep's folder is called.</summary>
    public string? Name { get; init; }

    /// <summary>Of all jobs: keys and values.</summary>
    public ConfigMapping? Overrides { get; init; }

    /// <summary>Keys and their values: every combination is a job.</summary>
    public ConfigMapping? Parameters { get; init; }

    /// <summary>Keys whose values go together: a list of sections, or a section of lists that are equally long.</summary>
    public ConfigNode? Zip { get; init; }

    /// <summary>By the group's name and an option's, the overrides that the option stands for.</summary>
    public ConfigMapping? Groups { get; init; }

    public RandomSearch? Random { get; init; }

    public HalvingOptions? Halving { get; init; }
}
