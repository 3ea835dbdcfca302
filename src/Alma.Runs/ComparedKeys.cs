namespace Alma.Runs;

/// <summary>Which keys of configs runs are compared by.</summary>
public static class ComparedKeys
{
    /// <summary>
    /// Top keys that say where a run is kept, what is written of it and how fast it computes.
    /// What is learned they change by rounding at most, as <c>threads</c> does.
    /// </summary>
    private static readonly string[] aside = ["run_dir", "sweep_dir", "data_dir", "threads", "logger", "checkpoint"];

    /// <summary>Whether a key, such as <c>logger.modulo</c>, is one of them or below one of them.</summary>
    public static bool IsExcluded(string key) => aside.Contains(key.Split('.')[0]);
}
