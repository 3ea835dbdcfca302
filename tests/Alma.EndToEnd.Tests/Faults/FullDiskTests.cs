using Alma.EndToEnd.Tests.BadInput;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.Faults;

/// <summary>
/// A disk that is full at one moment or another of a run: it says so, and once there is room it ends as if there always had been.
/// </summary>
public sealed class FullDiskTests(InterruptedRun undisturbed) : IDisposable
{
    private const int PagesOfAWholeRun = 90;
    private readonly Workplace workplace = new();

    public static TheoryData<int> Sizes => [.. Enumerable.Range(1, PagesOfAWholeRun / 9).Select(step => 9 * step)];

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData(3, "run[.]json")]
    [InlineData(5, "(events[.]out[.]tfevents.*|metrics[.]jsonl|log[.]txt)'")] // they grow side by side
    [InlineData(10, "latest[.]safetensors")]
    public void Run_DiskTooSmallForAFile_NamesItAndIsMended(int pages, string file)
    {
        using var disk = new SmallDisk(workplace, "disk", pages);

        Assert.Matches(file, Refusal(Run()));

        AssertMends(disk);
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(Sizes))]
    public void Run_DiskOfAnySize_EndsAsIfThereHadBeenRoom(int pages)
    {
        using var disk = new SmallDisk(workplace, "disk", pages);

        var result = Run();

        if (result.ExitCode != 0)
        {
            Refusal(result);
            AssertMends(disk);
        }
        RunFolder.Open(workplace.In("disk/run")).AssertSameAs(undisturbed.Whole());
    }

    [Theory]
    [InlineData("metrics.jsonl")]
    [InlineData("log.txt")]
    public void Resume_AFileOnAFullDisk_NamesItAndIsMended(string file)
    {
        var run = undisturbed.CopyTo(workplace.In("run"));
        var content = File.ReadAllBytes(workplace.In($"run/{file}"));
        var pages = (content.Length / SmallDisk.PageBytes) + 1;
        using var disk = new SmallDisk(workplace, "disk", pages);
        // Nothing is left of the last page either.
        var rest = (pages * SmallDisk.PageBytes) - content.Length;
        File.WriteAllBytes(
            workplace.In($"disk/{file}"), file == "log.txt" ? [.. content, .. Enumerable.Repeat((byte)'\n', rest)] : content);
        workplace.Bash($"mount --bind 'disk/{file}' 'run/{file}'").Succeeded();

        Assert.Contains(file, Refusal(workplace.Typed("resume", "run")));

        disk.Enlarge();
        workplace.Typed("resume", "run").Succeeded();
        run.AssertSameAs(undisturbed.Whole());
        workplace.Bash($"umount -l 'run/{file}'");
    }

    private ProgramResult Run() => workplace.Typed([.. InterruptedRun.Command, "checkpoint.every_epochs=1", "run_dir=disk/run"]);

    private void AssertMends(SmallDisk disk)
    {
        disk.Enlarge();
        (RunFolder.IsAt(workplace.In("disk/run")) ? workplace.Typed("resume", "disk/run") : Run()).Succeeded();
        RunFolder.Open(workplace.In("disk/run")).AssertSameAs(undisturbed.Whole());
    }

    private static string Refusal(ProgramResult result)
    {
        var error = result.RefusedAfterWarnings();
        Assert.Contains("No space left on device", error);
        return error;
    }
}
