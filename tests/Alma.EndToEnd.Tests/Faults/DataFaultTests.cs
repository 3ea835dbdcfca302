using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.Faults;

/// <summary>
/// Data that vanishes or changes between the start of a run and its resumption: it says which file, and goes on once it is back.
/// </summary>
public sealed class DataFaultTests(MnistFolder mnist) : IDisposable
{
    private static readonly string[] command =
        ["run", "mnist/test_finetune_mlp", "n_megabatches=500", "stop_after=2", "clmodel.max_epochs=1", "device=cpu"];
    private readonly BrokenMnist data = new(mnist.Path);
    private readonly Workplace workplace = new();

    public void Dispose()
    {
        workplace.Dispose();
        data.Dispose();
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Resume_WithoutAFileOrWithAnother_NamesItAndIsMended()
    {
        var labels = File.ReadAllBytes(data.TestLabels);
        string[] mine = [.. command, $"data_dir={data.Path}"];
        workplace.Alma([.. mine, "run_dir=whole"]).Succeeded();
        workplace.Alma([.. mine, "run_dir=cut", "stop_after=1"]).Succeeded();
        var cut = RunFolder.Open(workplace.In("cut"));
        File.Delete(cut.DoneFile);
        Replace(cut.ManifestFile, "\"state\": \"done\"", "\"state\": \"interrupted\"");
        Replace(cut.ConfigFile, "stop_after: 1", "stop_after: 2");

        File.Delete(data.TestLabels);
        // Nothing can be fetched in its place: all ways out lead to a port where nobody listens.
        var vanished = workplace.Bash(
            "export https_proxy=http://127.0.0.1:9 npm_config_registry=http://127.0.0.1:9 npm_config_fetch_retries=0; ./alma resume cut");
        File.WriteAllBytes(data.TestLabels, labels);
        data.ChangeATestLabel();
        var changed = workplace.Alma("resume", "cut");
        File.WriteAllBytes(data.TestLabels, labels);
        workplace.Alma("resume", "cut").Succeeded();

        Assert.Equal(1, vanished.ExitCode);
        Assert.Contains("t10k-labels-idx1-ubyte", string.Join('\n', vanished.Errors));
        Assert.DoesNotContain("   at ", string.Join('\n', vanished.Errors));
        Assert.Contains("found SHA-256", changed.RefusedInOneLine());
        cut.AssertSameAs(RunFolder.Open(workplace.In("whole")));
    }

    private static void Replace(string file, string text, string by)
    {
        var content = File.ReadAllText(file);
        Assert.Contains(text, content);
        File.WriteAllText(file, content.Replace(text, by, StringComparison.Ordinal));
    }
}
