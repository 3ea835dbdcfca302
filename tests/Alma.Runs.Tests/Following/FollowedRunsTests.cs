using Alma.Runs.Catalog;
using Alma.Runs.Following;

namespace Alma.Runs.Tests.Following;

public sealed class FollowedRunsTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly FixedClock clock = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Look_Folder_FollowsWhatRunsAndCountsWhatHadEnded()
    {
        Write("a/running", RunState.Running);
        Write("b/done", RunState.Done);
        Write("b/failed", RunState.Failed);
        var runs = Follow([temporary.FullPath]);

        Assert.Equal(["a/running"], Names(runs.Poll()));
        Assert.Equal(2, runs.SkippedCount);
    }

    [Fact]
    public void Look_RunThatIsNamedOrAll_IsFollowedThoughItHadEnded()
    {
        Write("done", RunState.Done);
        Write("failed", RunState.Failed);

        Assert.Equal(["done"], Names(Follow([temporary.File("done")]).Poll()));
        Assert.Equal(["done", "failed"], Names(Follow([temporary.FullPath], alsoEnded: true).Poll()));
    }

    [Fact]
    public void Look_RunsThatBeginEndOrGoOn_AppearAndStay()
    {
        Write("first", RunState.Running);
        Write("old", RunState.Interrupted);
        var runs = Follow([temporary.FullPath]);
        runs.Poll();

        Write("first", RunState.Done);
        Write("old", RunState.Running);
        Write("short", RunState.Done); // begun and through between two looks
        clock.Now += TimeSpan.FromSeconds(3);

        Assert.Equal(["first", "old", "short"], Names(runs.Poll()));
        Assert.Equal([CatalogState.Done, CatalogState.Running, CatalogState.Done], runs.Poll().Select(run => run.State));
        Assert.Equal(0, runs.SkippedCount);
    }

    [Fact]
    public void Look_FolderThatIsDeletedMeanwhile_LeavesItsRunAsGone()
    {
        Write("a/run", RunState.Running);
        var runs = Follow([temporary.File("a")]);
        runs.Poll();
        Directory.Delete(temporary.File("a"), recursive: true);
        clock.Now += TimeSpan.FromSeconds(3);

        Assert.True(Assert.Single(runs.Poll()).IsGone);
    }

    [Fact]
    public void Look_FolderWithoutRunsYet_FollowsThoseThatCome()
    {
        Directory.CreateDirectory(temporary.File("runs"));
        var runs = Follow([temporary.File("runs")]);
        Assert.Empty(runs.Poll());

        Write("runs/new", RunState.Running);
        clock.Now += TimeSpan.FromSeconds(3);

        Assert.Equal(["runs/new"], Names(runs.Poll()));
    }

    [Fact]
    public void Look_FolderThatIsNotThere_IsRefusedUnlessItMayCome()
    {
        var fault = Assert.Throws<RunFolderException>(() => Follow([temporary.File("none")]).Poll());
        Assert.Equal($"{temporary.File("none")} is no run folder: there is no such folder.", fault.Message);

        Assert.Empty(new FollowedRuns([temporary.File("none")], alsoEnded: false, clock) { MayBeMissing = true }.Poll());
    }

    private FollowedRuns Follow(string[] words, bool alsoEnded = false) => new(words, alsoEnded, clock);

    private IEnumerable<string> Names(IEnumerable<RunSnapshot> sights) =>
        sights.Select(snapshot => Path.GetRelativePath(temporary.FullPath, snapshot.Path));

    private void Write(string name, RunState state)
    {
        Directory.CreateDirectory(temporary.File(name));
        (Manifests.Running() with { State = state }).Write(RunFolder.At(temporary.File(name)));
    }
}
