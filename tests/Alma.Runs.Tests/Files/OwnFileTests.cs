using Alma.Files;
using Alma.Runs.Locking;
using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;

namespace Alma.Runs.Tests.Files;

/// <summary>Whatever writes in a run folder, a link in it leads no letter to a file elsewhere.</summary>
public sealed class OwnFileTests : IDisposable
{
    private const string Precious = "precious\n";

    private static readonly Dictionary<string, (string File, Action<RunFolder> Write)> writers = new()
    {
        ["metric rows"] = ("metrics.jsonl", folder => MetricLog.Open(folder.MetricsFile).Dispose()),
        ["messages"] = ("log.txt", folder => RunLog.Start(folder, TimeProvider.System).Dispose()),
        ["a message on a lock"] = ("log.txt", folder => RunLog.Append(folder, TimeProvider.System, "taken over")),
        ["the manifest"] = ("run.json", folder => Manifests.Running().Write(folder)),
        ["the manifest, aside"] = ("run.json.tmp", folder => Manifests.Running().Write(folder)),
        ["the end"] = ("done", folder => folder.MarkDone()),
        ["the lock"] = (
            "lock.json",
            folder => LockFile.TryCreate(folder.LockFile, new LockContent(ProcessIdentity.Current, DateTimeOffset.UnixEpoch, "x"))),
        ["worst images"] = ("worst/megabatch_0000.json", WriteWorst),
        ["worst images, aside"] = ("worst/megabatch_0000.json.tmp", WriteWorst),
        ["a report"] = ("report.html", folder => WriteOutput(Path.Combine(folder.Path, "report.html"))),
        ["a report, aside"] = ("report.html.tmp", folder => WriteOutput(Path.Combine(folder.Path, "report.html"))),
        ["a table, aside"] = ("table.parquet.tmp", folder => WriteAside(Path.Combine(folder.Path, "table.parquet"))),
        ["a checkpoint"] = (
            "checkpoint/latest.safetensors", folder => AtomicFile.WriteText(folder.CheckpointFile, "new", within: folder.Path)),
    };

    private readonly TemporaryFolder temporary = new();

    public static TheoryData<string> Writers => [.. writers.Keys];

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public void Writer_LinkInItsPlace_LeavesWhatItNamesAsItIs(string writer)
    {
        var (name, write) = writers[writer];
        var (folder, precious) = Prepare();
        var link = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.Delete(link);
        File.CreateSymbolicLink(link, precious);

        Try(() => write(folder));

        Assert.Equal(Precious, File.ReadAllText(precious));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void Writer_LinkToNothingInItsPlace_MakesNoFileThere(string writer)
    {
        var (name, write) = writers[writer];
        var (folder, _) = Prepare();
        var link = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.Delete(link);
        File.CreateSymbolicLink(link, temporary.File("not-there"));

        Try(() => write(folder));

        Assert.False(File.Exists(temporary.File("not-there")));
    }

    [Theory]
    [InlineData("worst images")]
    [InlineData("a checkpoint")]
    public void Writer_FolderThatIsALink_WritesNothingThere(string writer)
    {
        var (name, write) = writers[writer];
        var (folder, _) = Prepare();
        var elsewhere = Directory.CreateDirectory(temporary.File("elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, Path.GetDirectoryName(name)!), elsewhere);

        var refusal = Assert.Throws<UnfitFileException>(() => write(folder));

        Assert.Contains("is a link, and nothing is written through links", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    [Fact]
    public void Open_PipeInItsPlace_IsRefusedAtOnce()
    {
        OddFiles.MakePipe(temporary.File("pipe"));

        Assert.Throws<UnfitFileException>(() => OwnFile.OpenOrCreate(temporary.File("pipe")));
        Assert.Throws<UnfitFileException>(() => OwnFile.Claim(temporary.File("pipe")));
    }

    private (RunFolder Folder, string Precious) Prepare()
    {
        var precious = temporary.File("precious");
        File.WriteAllText(precious, Precious);
        var folder = RunFolder.Create(temporary.File("run"));
        Manifests.Running().Write(folder);
        return (folder, precious);
    }

    private static void WriteWorst(RunFolder folder) => new WorstImages(0, 1, 1, 1, []).Write(folder);

    private static void WriteOutput(string path)
    {
        using var output = OutputFile.At(path);
        output.Write(stream => stream.Write("new"u8));
    }

    private static void WriteAside(string path)
    {
        using var output = OutputFile.At(path);
        File.WriteAllText(output.CreateTemporary(), "new");
        output.Commit();
    }

    // To refuse is as good as to put a file in the place of the link.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException refusal)
        {
            Assert.IsType<UnfitFileException>(refusal);
        }
    }
}
