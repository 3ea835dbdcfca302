using Alma.Runs;

namespace Alma.Experiments.Tests;

public sealed class PythonConfigTests : IDisposable
{
    private readonly TinyRun runs = new();
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("alma-tests-").FullName, "recipe.yaml");

    public void Dispose()
    {
        runs.Dispose();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    public static TheoryData<string, string, string, string, string, string> Configs => PythonConfigs.All;

    [Theory]
    [MemberData(nameof(Configs))]
    public void Run_OfAConfigInThePythonProjectsSchema_EndsWell(string name, string dataset, string learner, string ownKeys, string model, string optimizer)
    {
        File.WriteAllText(file, PythonConfigs.Write(dataset, learner, ownKeys, model, optimizer));
        var folder = runs.Start(TinyRun.Request(file, "device=cpu", "n_megabatches=2", "clmodel.max_epochs=1"));
        Assert.True(RunManifest.Read(folder) is { State: RunState.Done, MegabatchesDone: 2 }, name);
    }
}
