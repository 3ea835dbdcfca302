namespace Alma.Reports.Comparison;

/// <summary>One of the groups that are compared.</summary>
/// <param name="Runs">Those that are finished.</param>
/// <param name="IsOnComputeFront">Whether no group errs as little for fewer multiply-adds.</param>
/// <param name="IsOnMemoryFront">Whether no group errs as little for less memory to predict.</param>
public sealed record ComparedGroup(RunGroup Runs, bool IsOnComputeFront, bool IsOnMemoryFront)
{
    public string Label => Runs.Label;

    /// <summary>Of which costs the group is on the front: <c>compute</c>, <c>memory</c>, <c>both</c> or nothing.</summary>
    public string Front => (IsOnComputeFront, IsOnMemoryFront) switch
    {
        (true, true) => "both",
        (true, false) => "compute",
        (false, true) => "memory",
        _ => ""
    };

    /// <summary>The values of a key that its runs have, each once.</summary>
    public IReadOnlyList<string> Values(string key) => [.. Runs.Runs.Select(run => ConfigKeys.Value(run, key)).Distinct()];
}
