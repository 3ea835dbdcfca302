namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A disk of a few pages, in memory, mounted at a folder of a workplace. Where none can be mounted, the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    public const int PageBytes = 4096;
    private readonly Workplace workplace;
    private readonly string name;

    public SmallDisk(Workplace workplace, string name, int pages)
    {
        (this.workplace, this.name) = (workplace, name);
        Directory.CreateDirectory(workplace.In(name));
        var mounted = workplace.Bash($"mount -t tmpfs -o size={pages * PageBytes} tmpfs '{name}'");
        Assert.SkipWhen(
            mounted.ExitCode != 0, $"A full disk cannot be had here: mounting one needs root. {string.Join(' ', mounted.Errors)}");
    }

    /// <summary>Makes room.</summary>
    public void Enlarge() => workplace.Bash($"mount -o remount,size=64m '{name}'").Succeeded();

    public void Dispose() => workplace.Bash($"umount -l '{name}'");
}
