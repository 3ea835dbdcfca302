using Alma.Experiments.Options;
using Alma.Keeping.Promotion;
using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.Keeping.Tests.Promotion;

public sealed class ModelPromotionTests(TableRun runs) : IClassFixture<TableRun>, IDisposable
{
    private readonly TemporaryFolder table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public void Run_AfterEachMegabatch_RegistersItAndMovesTheChampionWhereItIsNotWorse()
    {
        var (options, run) = Finished();

        var first = Promote(run, options, 0, 1);
        var second = Promote(run, options, 1, 2);
        var worse = Promote(run, options, 0, 3);

        var registry = ModelRegistry.Open(run.ModelsFolder);
        Assert.Equal((PromotionResult.Promoted, "there was no champion"), (first.Result, first.Reason));
        Assert.Equal(200, first.Model!.HeldOut.Examples);
        Assert.Equal(400, second.Model!.HeldOut.Examples);
        Assert.Equal(PromotionResult.Promoted, second.Result);
        Assert.Equal(0, second.Model.Parent);
        Assert.Equal(second.Model.HeldOut.Error - Error(registry, 0, 2), second.Model.Comparison!.Difference, 1e-9);
        Assert.Equal(200, first.Model.Data.CommonWith(second.Model.Data));
        Assert.Equal(first.Model.Version, worse.Model!.Version); // the same model: it is known
        Assert.Equal([0, 1], registry.Numbers());
        Assert.Equal(1, registry.Champion());
    }

    [Fact]
    public void Run_OfAWorseModel_LeavesTheChampionAndSaysWhy()
    {
        var (options, run) = Finished();
        var shared = options with { Registry = table.File("shared") };
        Promote(run, shared, 2);
        var untrained = TableRun.Run(runs.Request("seed=9", "clmodel.max_epochs=1", "clmodel.optim.lr=0.0001"), table.File("other"));

        var outcome = Promote(untrained, shared, 0);

        Assert.Equal(PromotionResult.Stayed, outcome.Result);
        Assert.StartsWith("version 2 is registered, and the champion stays: +", outcome.Text);
        Assert.Equal([1, 2], ModelRegistry.Open(table.File("shared")).Numbers());
        Assert.Equal(1, ModelRegistry.Open(table.File("shared")).Champion());
    }

    [Fact]
    public void Run_Again_ChangesNothing()
    {
        var (options, run) = Finished();
        for (var k = 0; k < 3; k++) Promote(run, options, k, k + 1);
        var before = Content(run);

        for (var k = 2; k >= 0; k--) Promote(run, options, k, k + 1);

        Assert.Equal(before, Content(run));
    }

    /// <summary>Killed once the version was there but nothing was decided; and once that was, before the champion was moved.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_AfterAKill_ComesToWhatItWouldHave(bool isDecided)
    {
        var (options, run) = Finished();
        Promote(run, options, 0, 1);
        var (champion, history) = (Text(run, "champion"), Text(run, "history.jsonl"));
        Promote(run, options, 1, 2);
        var (versions, reason) = (Version(run, 1), ModelRegistry.Open(run.ModelsFolder).History()[1].Reason);
        if (isDecided) File.WriteAllText(Path.Combine(run.ModelsFolder, "pending.json"), Text(run, "history.jsonl")[history.Length..]);
        File.WriteAllText(Path.Combine(run.ModelsFolder, "champion"), champion);
        File.WriteAllText(Path.Combine(run.ModelsFolder, "history.jsonl"), history);

        var outcome = Promote(run, options, 1, 2);

        var registry = ModelRegistry.Open(run.ModelsFolder);
        Assert.Equal((PromotionResult.Promoted, reason), (outcome.Result, outcome.Reason));
        Assert.Equal(1, registry.Champion());
        Assert.Equal([0, 1], registry.History().Select(record => record.Version));
        Assert.Equal(versions, Version(run, 1));
    }

    [Theory]
    [InlineData("versions/0000/model.onnx")]
    [InlineData("versions/0000/version.json")]
    public void Run_WhereTheChampionIsDamaged_ReplacesIt(string file)
    {
        var (options, run) = Finished();
        Promote(run, options, 0);
        File.WriteAllText(Path.Combine(run.ModelsFolder, file), "damage");

        var outcome = Promote(run, options, 1);

        Assert.Equal(PromotionResult.Promoted, outcome.Result);
        Assert.Contains("the champion cannot be used: ", outcome.Reason);
        Assert.Equal(1, ModelRegistry.Open(run.ModelsFolder).Champion());
    }

    [Theory]
    [InlineData("champion")]
    [InlineData("history.jsonl")]
    [InlineData("registry.json")]
    public void TryRun_WithADamagedRegistry_TellsAndThrowsNothing(string file)
    {
        var (options, run) = Finished();
        Promote(run, options, 0);
        File.WriteAllText(Path.Combine(run.ModelsFolder, file), "damage\n");

        var outcome = Try(run, options, 1);

        Assert.Equal(PromotionResult.Failed, outcome.Result);
        Assert.Contains(file, outcome.Reason);
    }

    [Fact]
    public void TryRun_WhereARegistryCannotBe_TellsAndThrowsNothing()
    {
        var (options, run) = Finished();
        File.WriteAllText(table.File("file"), "");

        var outcome = Try(run, options with { Registry = table.File("file") }, 1);

        Assert.Equal((PromotionResult.Failed, true), (outcome.Result, outcome.Text.Contains("is a file", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hook_OfAPromotion_IsRunOncePerPromotionAndItsFailureIsAWarning()
    {
        var (options, run) = Finished();
        var script = table.File("hook");
        ExecutableFile.Write(script, $"#!/bin/sh\necho \"$1 $2\" >> '{table.File("called")}'\nexit \"$1\"\n");
        var hooked = options with { Promote = options.Promote with { Hook = [script, "{version}", "{onnx}"] } };

        var first = Promote(run, hooked, 0, 1);
        var second = Promote(run, hooked, 1, 2);
        Promote(run, hooked, 1, 2);

        var registry = ModelRegistry.Open(run.ModelsFolder);
        Assert.Equal([$"0 {registry.OnnxFile(0)}", $"1 {registry.OnnxFile(1)}"], File.ReadAllLines(table.File("called")));
        Assert.Null(first.Warning);
        Assert.Equal((PromotionResult.Promoted, "The hook of version 1 ended with exit code 1."), (second.Result, second.Warning));
        Assert.Equal(1, registry.Champion());
    }

    [Fact]
    public void Hook_WithAnUnknownPlaceholder_IsRefusedBeforeAnything()
    {
        var (options, run) = Finished();
        var hooked = options with { Promote = options.Promote with { Hook = ["deploy", "{model}"] } };

        Assert.Contains("{model}", Assert.Throws<RunFolderException>(() => new ModelPromotion(run, hooked, TimeProvider.System)).Message);
    }

    private static PromotionOutcome Promote(RunFolder run, RunOptions options, int megabatch, int? dumpCount = null) =>
        new ModelPromotion(run, options, TimeProvider.System).Run(megabatch, dumpCount, TestContext.Current.CancellationToken);

    private static PromotionOutcome Try(RunFolder run, RunOptions options, int megabatch) =>
        new ModelPromotion(run, options, TimeProvider.System).TryRun(megabatch, null, TestContext.Current.CancellationToken);

    private (RunOptions Options, RunFolder Run) Finished() => (runs.Request().Options, runs.CopyTo(table.File("run")));

    // On the held-out part of the first dumps, which later versions are tested on too.
    private static double Error(ModelRegistry registry, int version, int later)
    {
        var model = registry.Read(version);
        var other = registry.Read(1);
        Assert.Equal(later, other.Data.Parts.Count);
        return (double)(other.HeldOut.Wrong - (other.Comparison!.OnlyChallengerWrong - other.Comparison.OnlyChampionWrong))
            / (model.HeldOut.Examples * later);
    }

    private static string Text(RunFolder run, string name) => File.ReadAllText(Path.Combine(run.ModelsFolder, name));

    private static string Version(RunFolder run, int version) => Text(run, $"versions/{version:D4}/version.json");

    private static string[] Content(RunFolder run) => [.. Directory.EnumerateFiles(run.ModelsFolder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}")];
}
