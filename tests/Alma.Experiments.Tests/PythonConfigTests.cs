using Alma.Runs;
using Alma.Testing;

namespace Alma.Experiments.Tests;

public sealed class PythonConfigTests : IDisposable
{
    private readonly TinyRun runs = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        runs.Dispose();
        folder.Dispose();
    }

    public static TheoryData<string, string, string, string, string, string> Configs => PythonConfigs.All;

    [Theory]
    [MemberData(nameof(Configs))]
    public void Run_OfAConfigInThePythonProjectsSchema_EndsWell(
        string name, string dataset, string learner, string ownKeys, string model, string optimizer)
    {
        var file = folder.Write("recipe.yaml", PythonConfigs.Write(dataset, learner, ownKeys, model, optimizer));
        var run = runs.Start(TinyRun.Request(file, "device=cpu", "n_megabatches=2", "clmodel.max_epochs=1"));
        Assert.True(RunManifest.Read(run) is { State: RunState.Done, MegabatchesDone: 2 }, name);
    }
}
