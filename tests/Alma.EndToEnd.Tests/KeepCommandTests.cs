using System.Globalization;
using System.Text;
using Alma.EndToEnd.Tests.Programs;
using Alma.Experiments.Checkpoints;
using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.EndToEnd.Tests;

/// <summary>Runs without an end, as their users start, stop and kill them.</summary>
public sealed class KeepCommandTests : IDisposable
{
    private static readonly string[] keep =
    [
        "keep", "own/mlp", "data=points", "run_dir=run", "clmodel.max_epochs=3", "clmodel.training_batch_size=8",
        "clmodel.model.size_layers=8", "--inbox", "inbox", "--settle", "0", "--poll", "0.05",
    ];

    private readonly Workplace workplace = new();

    public KeepCommandTests() => Directory.CreateDirectory(workplace.In("inbox"));

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Keep_Waiting_IsSeenIsAloneAndStopsAtOnce()
    {
        Put("1 é.csv");
        using var keeping = workplace.Start(keep);
        keeping.WaitForLine("Learned from 1 dump, last 1 é. Waiting for a dump in ");

        var listed = workplace.Typed("runs", ".").Succeeded().OutputText.ReplaceLineEndings(" ");
        Assert.Contains("waiting", listed);
        Assert.Contains("run: learned from 1 é last; waits for a dump in ", listed);
        Assert.StartsWith(
            $"run is being run by process {keeping.Id} on ", workplace.Typed([.. keep[..7], "--once"]).RefusedInOneLine());
        Assert.Contains("is read by another process already", workplace.Typed([.. keep, "--once", "run_dir=other"]).RefusedInOneLine());
        Put("2.csv");
        keeping.WaitForLine("Learned from 2 dumps, last 2. Waiting");
        keeping.Signal("TERM");
        var ended = keeping.WaitForEnd();

        Assert.Equal(143, ended.ExitCode);
        Assert.Contains("Interrupted. To go on: alma resume run", ended.Errors);
        Assert.Equal(RunState.Interrupted, RunManifest.Read(Run).State);
        using var again = workplace.Start("resume", "run");
        Put("3.csv");
        again.WaitForLine("Learned from 3 dumps, last 3. Waiting");
        again.Signal("INT");
        Assert.Equal(130, again.WaitForEnd().ExitCode);
    }

    [Fact]
    public void Once_SetsAsideWhatIsNoDumpAndTheSameCommandGoesOnWithTheNewestRun()
    {
        string[] once = [.. keep.Where(word => word != "run_dir=run"), "--once"];
        Put("1.csv");
        workplace.Write("inbox/2.csv", "x,y,label\n1,2\n");
        Directory.CreateDirectory(workplace.In("inbox/3 empty"));

        var first = workplace.Typed(once).Succeeded();
        Put("4.csv");
        var second = workplace.Typed(once).Succeeded();

        Assert.Contains(first.Errors, line => line.StartsWith("warning: 2.csv is no dump, and is now in ", StringComparison.Ordinal));
        Assert.Contains("Learned from 1 dump, last 1.", first.Output);
        Assert.Contains("Learned from 2 dumps, last 4.", second.Output);
        Assert.Contains("found 2 fields", File.ReadAllText(workplace.In("inbox/.rejected/2.csv.error.txt")));
        Assert.Contains("found no image", File.ReadAllText(workplace.In("inbox/.rejected/3 empty.error.txt")));
        Assert.Equal(2, RunManifest.Read(Assert.Single(workplace.Runs()) is var run ? RunFolder.Open(workplace.In(run.Path)) : Run)
            .MegabatchesDone);
    }

    /// <summary>The moments are those at which the machine happens to be; whichever they are, the end is the same.</summary>
    [Fact]
    public void Keep_KilledAtAnyMoment_LearnsEachDumpOnceToTheSameBits()
    {
        const int dumps = 4;
        var random = new Random(5);
        for (var k = 0; k < dumps; k++) Put($"{k}.csv", k);
        for (var kill = 0; kill < 6; kill++)
        {
            using var killed = workplace.Start([.. keep, "checkpoint.every_epochs=1"]);
            Thread.Sleep(random.Next(300, 1500));
            killed.Signal("KILL");
            killed.WaitForEnd();
        }

        workplace.Alma([.. keep, "checkpoint.every_epochs=1", "--once"]).Succeeded();

        Directory.Move(workplace.In("inbox/.done"), workplace.In("whole"));
        string[] whole = [.. keep.Select(word => word switch
        {
            "data=points" => "data=whole",
            "run_dir=run" => "run_dir=undisturbed",
            "inbox" => "whole",
            _ => word,
        })];
        workplace.Typed([.. whole, "--once"]).Succeeded();
        Assert.Equal(dumps, RunManifest.Read(Run).MegabatchesDone);
        Assert.Equal(Enumerable.Range(0, dumps).Select(k => $"{k}"), RunManifest.Read(Run).Keeping!.Dumps.Select(dump => dump.Name));
        Assert.Equal(Weights("undisturbed", dumps - 1), Weights("run", dumps - 1));
        Assert.Equal(Decisions("undisturbed"), Decisions("run"));
    }

    // Of each version once, whatever was killed when; and what was seen of the dumps.
    private string[] Decisions(string run)
    {
        var registry = ModelRegistry.Open(workplace.In($"{run}/models"));
        return
        [
            $"champion {registry.Champion()}",
            .. registry.History().Select(record => $"{record.Number} {record.Version} {record.Action} {record.Reason}"),
            .. registry.Numbers().Select(version => $"{version}: {registry.Read(version).HeldOut}"),
            .. Directory.EnumerateFiles(workplace.In($"{run}/drift"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        ];
    }

    [Fact]
    public void Resume_OfARunThatIsDone_GoesFurtherWhereItIsToldOrDumpsHaveCome()
    {
        workplace.Write("1.csv", Table(1));
        workplace.Write("2.csv", Table(2));
        workplace.Typed("data", "import", "points", "1.csv").Succeeded();
        workplace.Typed("data", "add", "points", "2.csv").Succeeded();
        string[] run = ["own/mlp", "data=points", "stream.train.by=dump", "run_dir=run", "clmodel.max_epochs=2", "replay=0.5"];
        workplace.Typed(["run", .. run, "stop_after=1"]).Succeeded();

        workplace.Typed("resume", "run", "stop_after=2").Succeeded();

        Assert.Equal(2, RunManifest.Read(Run).MegabatchesDone);
        workplace.Typed("data", "add", "points", "1.csv").Succeeded();
        Assert.Contains("points has got 1 dump since", workplace.Typed("resume", "run", "stop_after=3").RefusedInOneLine());
        workplace.Typed(["keep", .. run, "--once"]).Succeeded();
        Assert.Equal((3, RunState.Waiting), (RunManifest.Read(Run).MegabatchesDone, RunManifest.Read(Run).State));
    }

    [Theory]
    [InlineData("there is no such folder to take dumps from", "own/mlp", "data=points", "--inbox", "none")]
    [InlineData("There is no data set 'points'", "own/mlp", "data=points")]
    [InlineData("learns from no data set of your own", "mnist/test_finetune_mlp", "--inbox", "inbox")]
    [InlineData("leave stop_after out", "own/mlp", "data=there", "stop_after=3")]
    [InlineData("leave stream.train.by out", "own/mlp", "data=there", "stream.train.by=random")]
    [InlineData("are in one another", "own/mlp", "data=there", "--inbox", "data")]
    [InlineData("are in one another", "own/mlp", "data=there", "--inbox", "inbox", "run_dir=inbox/run")]
    [InlineData("there is no", "own/mlp", "data=points", "--inbox", "inbox", "clmodel.max_epoch=3")]
    [InlineData("--settle takes a number of seconds", "own/mlp", "data=there", "--settle", "-1")]
    [InlineData("unknown option '--inbocks'", "own/mlp", "data=there", "--inbocks", "inbox")]
    public void Keep_OfWhatCannotBe_IsRefused(string problem, params string[] words)
    {
        workplace.Write("few.csv", Table(0));
        workplace.Typed("data", "import", "there", "few.csv").Succeeded();

        var result = workplace.Typed(["keep", .. words, "--once"]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(problem, string.Join('\n', result.Errors));
        Assert.False(Directory.Exists(workplace.In("run")));
    }

    private RunFolder Run => RunFolder.Open(workplace.In("run"));

    private byte[] Weights(string run, int megabatch)
    {
        using var model = SafetensorsFile.Read(RunFolder.Open(workplace.In(run)).ModelFile(megabatch));
        return [.. model.Names.Order(StringComparer.Ordinal).SelectMany(name => model[name].bytes.ToArray())];
    }

    // Written aside and renamed, as whoever puts dumps there does.
    private void Put(string name, int seed = 0)
    {
        workplace.Write($"inbox/.{name}", Table(seed));
        File.Move(workplace.In($"inbox/.{name}"), workplace.In($"inbox/{name}"));
    }

    private static string Table(int seed)
    {
        var text = new StringBuilder("x,y,label\n");
        for (var k = 0; k < 80; k++)
            text.Append(CultureInfo.InvariantCulture, $"{(k % 2) + (((k * 37) + seed) % 100 / 100.0)},{k % 7},{(char)('a' + (k % 2))}\n");
        return text.ToString();
    }
}
