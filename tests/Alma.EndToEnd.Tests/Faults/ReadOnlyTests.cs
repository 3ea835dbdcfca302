using Alma.EndToEnd.Tests.BadInput;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Faults;

/// <summary>A run folder, or a part of it, that may no longer be written: the run says so, and goes on once it may.</summary>
public sealed class ReadOnlyTests(InterruptedRun undisturbed) : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/checkpoint")]
    public void Resume_ReadOnlyFolder_NamesItAndIsMended(string part)
    {
        var run = undisturbed.CopyTo(workplace.In("run"));
        using (new ReadOnlyFolder(workplace, $"run{part}"))
        {
            var error = workplace.Typed("resume", "run").RefusedAfterWarnings();

            Assert.Matches("Read-only file system|Access to the path", error);
            Assert.Contains($"run{part}/", error);
        }

        workplace.Typed("resume", "run").Succeeded();
        run.AssertSameAs(undisturbed.Whole());
    }
}
