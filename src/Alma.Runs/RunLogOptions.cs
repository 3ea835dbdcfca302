using Alma.Runs.TensorBoard;

namespace Alma.Runs;

/// <summary>What a <see cref="RunLog"/> writes.</summary>
public sealed record RunLogOptions
{
    /// <summary>Of the rows per training iteration the first of every so many is written.</summary>
    public int Modulo { get; init; } = 1;

    /// <summary>Whether TensorBoard shows the worst mistakes.</summary>
    public bool ShowsImages { get; init; } = true;

    /// <summary>What the classes are called, in the order of their numbers; TensorBoard shows the numbers of others.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>What TensorBoard tells runs apart by, in the order of its columns; without any it has no such page.</summary>
    public IReadOnlyList<HyperParameter> HyperParameters { get; init; } = [];
}
