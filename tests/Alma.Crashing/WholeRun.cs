using Alma.Runs;

namespace Alma.Crashing;

/// <summary>The uninterrupted run of a learner, which killed ones have to come to.</summary>
/// <param name="Took">From the start of its process to the end.</param>
/// <param name="StartedUp">From there to its first row.</param>
internal sealed record WholeRun(RunFolder Folder, TimeSpan Took, TimeSpan StartedUp)
{
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public static WholeRun Of(CrashedLearner learner, string root, int index)
    {
        var (config, path) = (ConfigOf(root, index), Path.Combine(root, $"whole-{index}"));
        File.WriteAllText(config, learner.Yaml);
        using var alma = new AlmaProcess(root, "run", config, $"run_dir={path}");
        while (!alma.HasEnded && !HasRows(path)) Thread.Sleep(1);
        var startedUp = alma.Watch.Elapsed;
        if (alma.WaitForEnd() is { } failure)
            throw new InvalidOperationException($"{learner.Name}: the uninterrupted run failed: {failure}");
        return new WholeRun(RunFolder.Open(path), alma.Watch.Elapsed, startedUp);
    }

    /// <summary>The file that holds a learner's config.</summary>
    public static string ConfigOf(string root, int index) => Path.Combine(root, $"learner-{index}.yaml");

    /// <summary>Whether the run at a path has written a row.</summary>
    public static bool HasRows(string path) => new FileInfo(Path.Combine(path, "metrics.jsonl")) is { Exists: true, Length: > 0 };
}
