using Alma.Config;

namespace Alma.Cli;

/// <summary>
/// Says which variables of the environment a config has read: a config from others could copy a secret into what the run keeps.
/// </summary>
internal static class EnvironmentNote
{
    public static void Print(IEnumerable<EnvironmentRead> reads)
    {
        var variables = reads.GroupBy(read => read.Variable)
            .Select(group => $"{group.Key} ({string.Join(", ", group.Select(read => read.Path).Distinct())})")
            .ToList();
        if (variables.Count == 0) return;
        Console.Error.WriteLine(
            $"note: the config reads the environment: {Printable.Of(string.Join(", ", variables))}. "
            + "Runs keep what it read, in config.yaml.");
    }
}
