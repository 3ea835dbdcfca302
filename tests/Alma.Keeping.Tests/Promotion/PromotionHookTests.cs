using System.Diagnostics;
using Alma.Keeping.Promotion;

namespace Alma.Keeping.Tests.Promotion;

public sealed class PromotionHookTests : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, string> values = new() { ["version"] = "7", ["onnx"] = "/a b/model.onnx; rm -rf *" };
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Run_AProgram_GetsItsArgumentsAsTheyAreAndNoShell()
    {
        var script = Script("printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/got\"; cat");

        var (isWell, told) = Hook(script, "v={version}", "{onnx}", "$HOME", "{\"a\": 1}").Run(values, TimeProvider.System);

        Assert.True(isWell, told);
        Assert.Equal(["v=7", "/a b/model.onnx; rm -rf *", "$HOME", "{\"a\": 1}"], File.ReadAllLines(temporary.File("got")));
    }

    [Fact]
    public void Run_AProgramThatFails_TellsWhatItSaid()
    {
        var script = Script("echo fine; echo 'no such host' >&2; exit 3");

        Assert.Equal((false, "ended with exit code 3: no such host"), Hook(script).Run(values, TimeProvider.System));
    }

    [Fact]
    public void Run_AProgramThatHangs_IsEndedWithWhatItStarted()
    {
        var script = Script("sleep 600 & echo $! > \"$(dirname \"$0\")/child\"; wait");

        var (isWell, told) = new PromotionHook([script], TimeSpan.FromSeconds(2)).Run(values, TimeProvider.System);

        Assert.False(isWell);
        Assert.Equal("was ended after 2 s", told);
        if (!File.Exists(temporary.File("child"))) return; // a machine so busy that the script had not begun
        var child = int.Parse(File.ReadAllText(temporary.File("child")));
        Assert.True(SpinWait.SpinUntil(() => !IsAtWork(child), patience));
    }

    [Fact]
    public void Run_AProgramThatFailsAndLeavesAnother_DoesNotWaitForThat()
    {
        var script = Script("echo 'it failed' >&2; sleep 600 & echo $! > \"$(dirname \"$0\")/child\"; exit 1");

        Assert.Equal((false, "ended with exit code 1: it failed"), Hook(script).Run(values, TimeProvider.System));

        using var child = Process.GetProcessById(int.Parse(File.ReadAllText(temporary.File("child"))));
        Assert.False(child.HasExited);
        child.Kill();
    }

    [Fact]
    public void Run_AProgramThatWritesMuch_IsNotHeldUp()
    {
        var script = Script("much() { head -c 3000000 /dev/zero | tr '\\0' x | fold -w 80; }; much; much >&2");

        Assert.True(Hook(script).Run(values, TimeProvider.System).IsWell);
    }

    [Theory]
    [InlineData("/no/such/program")]
    [InlineData("no-such-program-anywhere")]
    public void Run_AProgramThatIsNotThere_IsTold(string program) =>
        Assert.StartsWith("could not be started: ", Hook(program).Run(values, TimeProvider.System).Told);

    [Fact]
    public void Wrong_OfAPlaceholderThatIsNone_SaysWhichThereAre()
    {
        Assert.Equal(
            "promote.hook: found {model}, valid are {version}, {previous}, {onnx}, {registry}, {run}, {megabatch}, {error}.",
            Hook("deploy", "{model}").Wrong);
        Assert.NotNull(Hook("").Wrong);
        Assert.Null(Hook("deploy", "{onnx}", "{\"version\": 1}").Wrong);
        Assert.Null(Hook().Wrong);
    }

    private static PromotionHook Hook(params string[] words) => new(words, patience);

    private string Script(string text)
    {
        var path = temporary.File("hook");
        ExecutableFile.Write(path, $"#!/bin/sh\n{text}\n");
        return path;
    }

    private static bool IsAtWork(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it has gone, perhaps while it was read
        }
    }
}
