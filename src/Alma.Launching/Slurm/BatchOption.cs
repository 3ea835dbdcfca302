namespace Alma.Launching.Slurm;

/// <summary>An option of sbatch.</summary>
/// <param name="Name">Without its hyphens.</param>
/// <param name="Value">Null where it is not asked for, or takes none.</param>
/// <param name="TakesNone">Whether it is asked for by its name alone.</param>
internal sealed record BatchOption(string Name, string? Value, bool TakesNone = false)
{
    public bool IsAsked => TakesNone || Value is not null;
}
