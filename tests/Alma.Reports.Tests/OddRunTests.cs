using System.Diagnostics;
using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Queries;
using Alma.Runs.Catalog;
using Alma.Runs.Following;

namespace Alma.Reports.Tests;

/// <summary>
/// One run whose folder holds something odd beside one that is sound: whoever reads both tells of the one in one line and has the other.
/// </summary>
public sealed class OddRunTests : IDisposable
{
    private const long Oversized = 3L << 30;

    private static readonly string[] files = ["run.json", "config.yaml", "metrics.jsonl", "lock.json"];

    private static readonly Dictionary<string, Action<string>> kinds = new()
    {
        ["pipe"] = path => Process.Start(new ProcessStartInfo("mkfifo", [path]))!.WaitForExit(),
        ["link to a device"] = path => File.CreateSymbolicLink(path, "/dev/zero"),
        ["oversized"] = path =>
        {
            using var file = File.Create(path);
            file.SetLength(Oversized);
        },
        ["one long line"] = path => File.WriteAllText(path, new string('x', 3 << 20)),
        ["garbage"] = path => File.WriteAllBytes(path, [0, 255, 10, 254, 10]),
        ["deep"] = path => File.WriteAllText(path, string.Concat(Enumerable.Repeat(
            $$"""{"megabatch":0,"split":"test","step":0,"name":"expert_usage/l/{{string.Join('.', Enumerable.Repeat("0", 100_000))}}","value":1}"""
            + "\n",
            2))),
    };

    /// <summary>What each reader has of the sound run, and the problems that it tells.</summary>
    private static readonly Dictionary<string, Func<string, (int Sound, IReadOnlyList<string> Problems)>> readers = new()
    {
        ["runs"] = root =>
        {
            var listed = RunCatalog.List(root);
            return (
                listed.Count(run => run.Problem is null && run.TestAccuracy is not null),
                [.. listed.Select(run => run.Problem).OfType<string>()]);
        },
        ["compare"] = root =>
        {
            var set = RunSet.Read(RunSelection.Find([root]));
            return (set.Complete.Count, set.Problems);
        },
        ["query"] = root =>
        {
            var store = RunStore.Read(RunSelection.Find([root]));
            return (store.Ask("SELECT DISTINCT run FROM metrics WHERE run LIKE '%sound'").Rows.Count(), store.Problems);
        },
        ["watch"] = root =>
        {
            var seen = new FollowedRuns([root], alsoEnded: true, TimeProvider.System).Poll();
            return (
                seen.Count(run => run.State == CatalogState.Done && run.Progress.Done > 0 && run.Problem is null),
                [.. seen.Select(run => run.Problem).OfType<string>()]);
        },
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string> Cases() => new(
        from reader in readers.Keys
        from file in files
        from kind in kinds.Keys
        select (reader, file, kind));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reader_OddFileInOneRun_TellsItInALineAndHasTheOther(string reader, string file, string kind)
    {
        new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }.Write(folder.File("sound"));
        var odd = new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }.Write(folder.File("odd"));
        File.Delete(Path.Combine(odd.Path, file));
        kinds[kind](Path.Combine(odd.Path, file));

        var (sound, problems) = readers[reader](folder.FullPath);

        Assert.InRange(sound, 1, 2); // a file that a reader does not look at is none of its faults
        Assert.True(problems.Count <= 1, string.Join('\n', problems));
        Assert.All(problems, problem => Assert.InRange(problem.IndexOf('\n'), -1, -1));
    }

    [Theory]
    [InlineData("metrics.jsonl", "oversized", "metrics.jsonl is too large")]
    [InlineData("metrics.jsonl", "pipe", "metrics.jsonl is a pipe, not a file.")]
    [InlineData("metrics.jsonl", "link to a device", "metrics.jsonl is a device, not a file.")]
    [InlineData("metrics.jsonl", "one long line", "has a line of more than 1048576 bytes")]
    [InlineData("run.json", "oversized", "run.json is too large")]
    [InlineData("config.yaml", "pipe", "config.yaml is a pipe, not a file.")]
    public void Compare_OddFile_IsNamedWithWhatItIs(string file, string kind, string problem)
    {
        var odd = new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }.Write(folder.File("odd"));
        File.Delete(Path.Combine(odd.Path, file));
        kinds[kind](Path.Combine(odd.Path, file));

        Assert.Contains(problem, Assert.Single(RunSet.Read(RunSelection.Find([folder.FullPath])).Problems), StringComparison.Ordinal);
    }
}
