using System.Globalization;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class MemoryTests : IDisposable
{
    private const int MegaByte = 1 << 20;
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void ResidentBytes_BetweenTheTwentiethAndTheTwoHundredthEpoch_StayFlat()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident bytes are read from /proc.");
        // Two megabatches: what is watched is the second, trained by a network that has grown.
        // It has a thousand epochs and more to go when it is looked at, so that it is still there.
        using var running = workplace.Start("run", "n_megabatches=2", "clmodel.max_epochs=100000", "clmodel.patience=1000");

        running.WaitForLine("megabatch 2/2, epoch 20/");
        var early = ResidentBytes(running.Id);
        running.WaitForLine("megabatch 2/2, epoch 195/");
        var late = ResidentBytes(running.Id);

        Assert.InRange(late - early, long.MinValue, 6L * MegaByte);
        running.Signal("INT");
        Assert.Equal(130, running.WaitForEnd().ExitCode);
    }

    private static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
