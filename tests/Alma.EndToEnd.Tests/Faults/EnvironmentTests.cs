using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.Faults;

/// <summary>Surroundings that lack something: whatever the command, there is one sentence and never a stack trace.</summary>
public sealed partial class EnvironmentTests : IDisposable
{
    private const string Tiny = "n_megabatches=1 clmodel.max_epochs=1";
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("ulimit -n 80; ./alma runs", "this process may have 80 files open, and alma needs 160. Raise the limit: ulimit -n 1024")]
    [InlineData(
        "ulimit -n 40; ./alma query 'SELECT 1'",
        "this process may have 40 files open, and alma needs 160. Raise the limit: ulimit -n 1024")]
    [InlineData("ulimit -s 64; ./alma run", "this process may have 64 KiB of stack, and alma needs 256. Raise the limit: ulimit -s 8192")]
    [InlineData("./alma config list > /dev/full", "the standard output cannot be written: No space left on device.")]
    [InlineData("./alma config list >&-", "the standard output cannot be written: It is closed.")]
    [InlineData("mkdir runs; ./alma query 'SELECT 1' --csv > /dev/full", "is no run folder and has none below it")]
    public void Command_SurroundingsThatLackWhatItNeeds_RefusesInOneLine(string line, string refusal)
    {
        var result = workplace.Bash(line);

        Assert.Contains(refusal, result.RefusedInOneLine());
    }

    // .NET itself needs more than that to say anything.
    [Fact]
    public void Launcher_WithAHandfulOfFiles_RefusesInOneLine() => Assert.Contains(
        "this process may have 12 files open, and alma needs 160. Raise the limit: ulimit -n 1024",
        workplace.Bash($"ulimit -n 12; '{Repository.In("alma")}' --version").RefusedInOneLine());

    [Theory]
    [InlineData("env -u HOME ./alma data list")]
    [InlineData("HOME= ./alma data list")]
    [InlineData("HOME=/nonexistent ./alma data list")]
    [InlineData($"env -u HOME -u LANG TERM=dumb TMPDIR=/nonexistent ./alma run digits/gmoe {Tiny}")]
    public void Command_WithoutWhatItCanDoWithout_Works(string line) => workplace.Bash($"unset ALMA_DATA; {line}").Succeeded();

    [Theory]
    [InlineData("> /dev/full")]
    [InlineData(">&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("2> /dev/full")]
    [InlineData("| head -n 1")]
    [InlineData("< /dev/null > /dev/full 2>&1")]
    public void Run_OutputThatCannotBeWritten_GoesOnAndSaysHowItEnded(string output)
    {
        var result = workplace.Bash($"./alma run digits/gmoe {Tiny} run_dir=run {output}").Succeeded();

        Assert.Equal(RunState.Done, RunManifest.Read(RunFolder.Open(workplace.In("run"))).State);
        Assert.True(result.Errors.Count <= 1, string.Join('\n', result.Errors));
        Assert.DoesNotMatch(StackFrame(), string.Join('\n', result.Errors));
    }

    [Fact]
    public void Run_UnderNohup_OutlivesItsTerminal()
    {
        var result = workplace.Bash(
            "nohup ./alma run digits/gmoe n_megabatches=2 clmodel.max_epochs=2 run_dir=run > log 2>&1 & sleep 0.5; while [ ! -e "
            + "run/run.json ]; do sleep 0.1; done; kill -HUP $!; wait $!");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(RunState.Done, RunManifest.Read(RunFolder.Open(workplace.In("run"))).State);
    }

    [Fact]
    public void Doctor_WithoutHome_SaysWhatIsMissing()
    {
        var result = workplace.Bash("unset ALMA_DATA; HOME=/proc/nohome TMPDIR=/proc/notmp ./alma doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("wrong: the home folder /proc/nohome is not there: set HOME, or give the data folder in ALMA_DATA.", result.Output);
        Assert.Contains("wrong: the folder of temporary files /proc/notmp/ is not there: set TMPDIR to one that is.", result.Output);
    }

    [Theory]
    [InlineData("config show config.yaml", "config.yaml: cannot be read: config.yaml is a pipe, not a file.")]
    [InlineData("sweep --file config.yaml", "config.yaml is a pipe, not a file.")]
    public void Command_PipeInPlaceOfAFile_IsRefusedAtOnce(string command, string refusal)
    {
        workplace.Bash("mkfifo config.yaml").Succeeded();

        Assert.Contains(refusal, workplace.Typed(command.Split(' ')).RefusedInOneLine());
    }

    [GeneratedRegex(@"(?m)^\s+at \S+\(|Unhandled exception")]
    private static partial Regex StackFrame();
}
