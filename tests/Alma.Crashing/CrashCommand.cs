using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Alma.Crashing;

/// <summary>
/// Kills runs of alma with SIGKILL at random moments, <c>[--kills N] [--seed S] [--workers K]</c>, goes on with each, and compares it
/// with the run that nobody killed. Prints a table, and fails unless all are the same but for times; the folders of those that
/// are not stay.
/// </summary>
internal static class CrashCommand
{
    private const int Failed = 1;
    private const int Mistyped = 2;

    public static int Run(string[] arguments)
    {
        var asked = new Dictionary<string, int> { ["--kills"] = 200, ["--seed"] = 7, ["--workers"] = Environment.ProcessorCount };
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair.Length == 2
                && asked.ContainsKey(pair[0])
                && int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > 0)
            {
                asked[pair[0]] = number;
                continue;
            }
            Console.Error.WriteLine("Usage: [--kills N] [--seed S] [--workers K], each a number from 1.");
            return Mistyped;
        }
        return Run(CrashPlan.Draw(asked["--kills"], asked["--seed"]), asked["--workers"]);
    }

    private static int Run(IReadOnlyList<CrashPlan> plans, int workerCount)
    {
        var root = Directory.CreateTempSubdirectory("alma-crashing-").FullName;
        var started = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workerCount };
        var learners = plans.Select(plan => plan.Learner).Distinct().ToList();
        var wholes = new ConcurrentDictionary<CrashedLearner, WholeRun>();
        Parallel.For(0, learners.Count, parallel, k => wholes[learners[k]] = WholeRun.Of(learners[k], root, k));
        var results = new ConcurrentBag<CrashResult>();
        Parallel.ForEach(Partitioner.Create(plans, EnumerablePartitionerOptions.NoBuffering), parallel, plan =>
        {
            var result = new CrashedRun(plan, wholes[plan.Learner], root, WholeRun.ConfigOf(root, learners.IndexOf(plan.Learner))).Run();
            results.Add(result);
            if (result.Failure is { } failure) Console.Error.WriteLine(failure);
        });
        foreach (var line in CrashTable.Of([.. results])) Console.WriteLine(line);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
        if (results.Any(result => result.Failure is not null)) return Failed;
        Directory.Delete(root, recursive: true);
        return 0;
    }
}
