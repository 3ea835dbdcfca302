using Alma.Reports.Summary;
using Alma.Runs;

namespace Alma.Reports.Tests.Summary;

public sealed class RunConfigTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Read_Config_HasItsValuesByDottedKeysInTheirOrder()
    {
        var config = Read("seed: 3\nclmodel:\n  optim: {lr: 0.10, name: 'a: b'}\n  augs: [{name: Crop}, flip]\n  none: []\n");

        Assert.Equal(
            [("seed", "3"), ("clmodel.optim.lr", "0.10"), ("clmodel.optim.name", "a: b"), ("clmodel.augs.0.name", "Crop"),
                ("clmodel.augs.1", "flip"), ("clmodel.none", "[]")],
            config.Values.Select(value => (value.Key, value.Value)));
        Assert.Null(config["lr"]);
    }

    [Fact]
    public void Read_RunWithoutConfig_HasNone() => Assert.Same(RunConfig.None, RunConfig.Read(run.Folder));

    public static TheoryData<string> Damaged => ["a: [", "a: 1\na: 2\n", new string('[', 5000) + new string(']', 5000), Bomb()];

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Read_DamagedConfig_NamesFileAndLine(string yaml)
    {
        var fault = Assert.Throws<RunFolderException>(() => Read(yaml));

        Assert.StartsWith($"{run.Folder.ConfigFile}, line ", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Each list holds the one before ten times.</summary>
    private static string Bomb() =>
        "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
        + string.Concat(Enumerable.Range(1, 12).Select(k => $"a{k}: &a{k} [{string.Join(',', Enumerable.Repeat($"*a{k - 1}", 10))}]\n"));

    private RunConfig Read(string yaml)
    {
        File.WriteAllText(run.Folder.ConfigFile, yaml);
        return RunConfig.Read(run.Folder);
    }
}
