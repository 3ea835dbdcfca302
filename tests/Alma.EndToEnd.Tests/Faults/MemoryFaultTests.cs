using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.Faults;

/// <summary>A batch for which the memory does not suffice: the run says what to lower, and goes on where there is more.</summary>
public sealed class MemoryFaultTests : IDisposable
{
    // Enough for .NET, LibTorch and the network, not for a batch's activations.
    private const int Kilobytes = 350_000;

    private const string Config = """
        stream:
          train: {class_name: Digits, n_megabatches: 1}
          evaluation: {class_name: Digits}
        clmodel:
          { class_name: Finetune, training_batch_size: 1300, validation_proportion: 0.1, max_epochs: 1, patience: 1,
            optim: {class_name: SGD, lr: 0.01}, model: { class_name: VGG, n_channels: 128 } }
        threads: 1
        """;

    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Run_MemoryForNoBatch_SaysWhatToLowerAndIsMended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit -d limits memory on Linux only.");
        workplace.Write("mine.yaml", Config);

        var error = workplace.Bash($"ulimit -d {Kilobytes}; ./alma run mine.yaml run_dir=run").RefusedInOneLine();

        Assert.StartsWith("There is not enough memory: an allocation of ", error);
        Assert.Contains("a smaller clmodel.training_batch_size", error);
        var run = RunFolder.Open(workplace.In("run"));
        Assert.Equal(RunState.Failed, run.Manifest().State);
        Assert.Equal(error, run.Manifest().Error);
        workplace.Alma("resume", "run").Succeeded();
        workplace.Alma("run", "mine.yaml", "run_dir=whole").Succeeded();
        run.AssertSameAs(RunFolder.Open(workplace.In("whole")));
    }
}
