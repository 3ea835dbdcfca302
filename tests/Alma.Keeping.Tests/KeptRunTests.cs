using Alma.Config;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Keeping.Inboxes;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Keeping.Tests;

public sealed class KeptRunTests : IDisposable
{
    private readonly KeptPlace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Once_LearnsFromAllThatHasComeAndTheNextGoesOn()
    {
        place.Put("2 tuesday.csv");
        place.Put("1 monday.csv");
        place.Keep();
        place.Put("3 wednesday.csv", "abc");
        place.Keep();
        place.Keep();

        Assert.Equal(["1 monday", "2 tuesday", "3 wednesday"], place.Learned);
        var manifest = RunManifest.Read(place.Run);
        Assert.Equal((RunState.Waiting, 3), (manifest.State, manifest.MegabatchesDone));
        Assert.Equal(["a", "b", "c"], manifest.Classes);
        Assert.Equal(
            [(0, "1 monday", 48), (1, "2 tuesday", 48), (2, "3 wednesday", 48)],
            place.Keeping.Dumps.Select(dump => (dump.Megabatch, dump.Name, dump.Examples)));
        Assert.All(place.Keeping.Dumps, dump => Assert.True(dump.Learned >= dump.Imported));
        Assert.Equal(["1 monday.csv", "2 tuesday.csv", "3 wednesday.csv"], Names(Inbox.DoneName));
    }

    [Fact]
    public void AFolderOfTables_IsOneDump()
    {
        place.Put("1 monday/morning.csv");
        place.Put("1 monday/evening.csv", seed: 1);
        place.Put("2 tuesday.csv", seed: 2);
        place.Keep();

        Assert.Equal(["1 monday", "2 tuesday"], place.Learned);
        var dumps = place.Stores.Open(KeptPlace.Dataset).Manifest.Dumps;
        Assert.Equal([120, 60], dumps.Select(dump => dump.Count));
        Assert.Equal([Path.Combine(place.InboxPath, "1 monday")], dumps[0].Sources);
        Assert.True(File.Exists(Path.Combine(place.InboxPath, Inbox.DoneName, "1 monday", "morning.csv")));
    }

    [Fact]
    public void EachDump_IsExaminedLearnedAndItsModelRegistered()
    {
        for (var k = 0; k < 3; k++)
        {
            place.Put($"{k}.csv", seed: k);
            place.Keep();
        }

        Assert.Equal(3, place.Outcomes.Count);
        Assert.Equal([0, 1, 2], place.Outcomes.Select(outcome => outcome.Model!.Megabatch));
        var rows = place.Rows();
        Assert.All([1, 2], k => Assert.Contains(
            rows, row => row.Contains($"Megabatch = {k}", StringComparison.Ordinal)
                && row.Contains(MetricNames.ArrivalError, StringComparison.Ordinal)));
        place.Keep();
        Assert.Equal(3, place.Outcomes.Count); // what was decided is not decided again
    }

    [Fact]
    public void Dumps_OneByOneOrAllAtOnce_LeaveTheSame()
    {
        using var other = new KeptPlace();
        for (var k = 0; k < 4; k++)
        {
            other.Put($"{k}.csv", k == 2 ? "abc" : "ab", seed: k);
            place.Put($"{k}.csv", k == 2 ? "abc" : "ab", seed: k);
            place.Keep();
        }

        other.Keep();

        Assert.Equal(other.Rows(), place.Rows());
        Assert.Equal(other.Weights(3), place.Weights(3));
    }

    [Fact]
    public void Run_UntilItIsStopped_LearnsFromWhatIsPutOrAdded()
    {
        place.Put("a.csv");
        using var stop = new CancellationTokenSource();
        place.OnWaiting = () =>
        {
            if (place.WaitingCount == 1) place.Put("b.csv", seed: 1);
            else if (place.WaitingCount == 2) Add("c.csv");
            else stop.Cancel();
        };

        Assert.ThrowsAny<OperationCanceledException>(() => place.KeepUntil(stop));

        Assert.Equal(["a", "b", "c"], place.Learned);
        Assert.Equal(RunState.Interrupted, RunManifest.Read(place.Run).State);
    }

    [Theory]
    [InlineData("x,y,label\n1,2\n")]
    [InlineData("x,label\n1,a\n2,b\n")]
    [InlineData("x,y,label\n1,2,\n")]
    [InlineData("")]
    public void Dump_ThatIsNone_IsSetAsideAndTheNextIsLearned(string text)
    {
        place.Put("1.csv");
        File.WriteAllText(Path.Combine(place.InboxPath, "2.csv"), text);
        place.Put("3.csv");

        place.Keep("replay=0");

        Assert.Equal(["1", "3"], place.Learned);
        var rejected = Assert.Single(place.Seen, dump => dump.Outcome == DumpOutcome.Rejected);
        Assert.Equal(["2.csv", "2.csv.error.txt"], Names(Inbox.RejectedName));
        Assert.Equal(rejected.Problem + "\n", File.ReadAllText(rejected.Path + Inbox.ErrorEnding));
        Assert.Equal(2, place.Stores.Open(KeptPlace.Dataset).Manifest.Dumps.Count);
    }

    [Fact]
    public void FirstDump_ThatIsNone_MakesNoDataSet()
    {
        place.Put("1.csv", "a", count: 0);

        place.Keep();

        Assert.False(place.Stores.Has(KeptPlace.Dataset));
        Assert.Equal(["1.csv", "1.csv.error.txt"], Names(Inbox.RejectedName));
    }

    /// <summary>As a process leaves it that is killed after the import and before the dump is moved.</summary>
    [Fact]
    public void Dump_ThatWasImportedAndNotMoved_IsNotImportedAgain()
    {
        place.Put("1.csv");
        place.Put("2.csv", seed: 2);
        place.Keep();
        var done = Path.Combine(place.InboxPath, Inbox.DoneName, "2.csv");
        File.Move(done, Path.Combine(place.InboxPath, "2.csv"));

        place.Keep();

        Assert.Equal(["1", "2"], place.Learned);
        Assert.Equal(DumpOutcome.TakenBefore, place.Seen[^1].Outcome);
        Assert.True(File.Exists(done));
    }

    [Fact]
    public void Dump_OfTheNameOfAnother_IsLearnedToo()
    {
        place.Put("export.csv");
        place.Keep();
        place.Put("export.csv", seed: 3);

        place.Keep();

        Assert.Equal(["export", "export-2"], place.Learned);
    }

    [Fact]
    public void Stopped_InADump_GoesOnToTheSameBits()
    {
        using var whole = new KeptPlace();
        foreach (var one in new[] { place, whole })
        {
            one.Put("1.csv");
            one.Put("2.csv", "abc", seed: 2);
        }

        whole.Keep("checkpoint.every_epochs=1");
        for (var k = 0; k < 2; k++)
        {
            using var stop = new CancellationTokenSource();
            var steps = 0;
            place.OnStep = _ =>
            {
                if (++steps == 8) stop.Cancel();
            };
            Assert.ThrowsAny<OperationCanceledException>(() => place.KeepUntil(stop, "checkpoint.every_epochs=1"));
        }

        place.OnStep = null;
        place.Keep("checkpoint.every_epochs=1");

        Assert.Equal(whole.Rows(), place.Rows());
        Assert.Equal(whole.Weights(1), place.Weights(1));
    }

    [Fact]
    public void DataSet_RemovedWhileItWaits_EndsTheRunWithItsError()
    {
        place.Put("1.csv");
        using var never = new CancellationTokenSource();
        place.OnWaiting = () =>
        {
            place.Stores.Remove(KeptPlace.Dataset);
            place.Put("2.csv");
        };

        var gone = Assert.Throws<DatasetException>(() => place.KeepUntil(never));

        Assert.Contains("There is no data set 'points'", gone.Message, StringComparison.Ordinal);
        Assert.Equal(gone.Message, RunManifest.Read(place.Run).Error);
        Assert.True(File.Exists(Path.Combine(place.InboxPath, "2.csv")));
    }

    [Fact]
    public void RunFolder_RemovedWhileItWaits_EndsTheRun()
    {
        place.Put("1.csv");
        using var never = new CancellationTokenSource();
        place.OnWaiting = () => Directory.Delete(place.Path("run"), recursive: true);

        Assert.Contains("is gone", Assert.Throws<RunGoneException>(() => place.KeepUntil(never)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_LearnsFromTwoDumpsTogetherAndNeverFromOneAtTheEnd()
    {
        for (var k = 0; k < 3; k++)
        {
            place.Put($"{k}.csv", seed: k);
            place.Keep("+stream.train.wait=2");
        }

        Assert.Equal(place.Weights(1), place.Weights(2));
        place.Put("3.csv", seed: 3);
        place.Keep("+stream.train.wait=2");
        Assert.NotEqual(place.Weights(2), place.Weights(3));
    }

    /// <summary>Nothing to validate on, without replay: added by whoever, it must not stand in the way.</summary>
    [Theory]
    [InlineData("60 1 1 60", "0 3")]
    [InlineData("5 60", "1")]
    [InlineData("60 1", "0")]
    public void Dump_TooSmallToLearnFrom_WaitsForTheNext(string counts, string updates)
    {
        using var other = new KeptPlace();
        int[] sizes = [.. counts.Split(' ').Select(int.Parse)];
        for (var k = 0; k < sizes.Length; k++)
        {
            other.Put($"{k}.csv", count: sizes[k], seed: k);
            place.Put($"{k}.csv", count: sizes[k], seed: k);
            place.Keep("replay=0");
        }

        other.Keep("replay=0");

        Assert.Equal(sizes.Length, place.Learned.Count);
        Assert.Equal(other.Rows(), place.Rows());
        var registered = place.Outcomes.Select(outcome => outcome.Model!.Megabatch);
        Assert.Equal(updates, string.Join(' ', registered));
        Assert.Contains(
            "warning: Too few examples have come to train and validate on: they are learned from together with the next.",
            File.ReadAllText(place.Run.LogFile),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop_after=3", "leave stop_after out")]
    [InlineData("evaluation.mode=next", "evaluation.mode is next")]
    [InlineData("stream.train.by=random", "leave stream.train.by out")]
    public void Config_WithAnEnd_IsRefused(string key, string problem)
    {
        place.Put("1.csv");
        place.Put("2.csv");
        place.Keep();

        var refused = Assert.Throws<ConfigException>(() => KeptConfigCheck.Refuse(place.Request(key)));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "data/own", true)]
    [InlineData("data/own/points", "data/own", true)]
    [InlineData("data/own", "data/own", true)]
    [InlineData("data/ownish", "data/own", false)]
    [InlineData("inbox", "run", false)]
    public void Inbox_InOrAroundAlmasFiles_IsRefused(string inbox, string folder, bool isRefused)
    {
        var refused = Record.Exception(() => KeptConfigCheck.RefuseNested(place.Path(inbox), place.Path(folder)));

        Assert.Equal(isRefused, refused is ConfigException);
    }

    private void Add(string name)
    {
        File.WriteAllText(place.Path(name), KeptPlace.Table("ab", 60, 5));
        var request = new ImportRequest([place.Path(name)]);
        using var source = ImportFormats.Open(request, CancellationToken.None);
        StoreImport.Add(
            place.Stores, KeptPlace.Dataset, source, new ImportPlan(request, TimeProvider.System), CancellationToken.None);
    }

    private string[] Names(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(place.InboxPath, folder)).Select(file => Path.GetFileName(file))
            .Order(),
    ];
}
