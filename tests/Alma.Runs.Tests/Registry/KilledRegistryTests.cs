using Alma.Runs.Registry;

namespace Alma.Runs.Tests.Registry;

/// <summary>What a process that is killed in the middle of a change leaves, and what several at once leave.</summary>
public sealed class KilledRegistryTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly ModelRegistry registry;

    public KilledRegistryTests()
    {
        registry = ModelRegistry.OpenOrCreate(temporary.File("models"));
        for (var k = 0; k < 2; k++) NewVersion.Add(registry, $"{k}");
        NewVersion.Promote(registry, 0);
    }

    public void Dispose() => temporary.Dispose();

    /// <summary>The note is written, then the champion, then the history: each of the moments in between.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Promotion_KilledInBetween_IsFinishedOnceByTheNextWriter(bool isChampionMoved, bool isHistoryWritten)
    {
        var (champion, history) = (Text("champion"), Text("history.jsonl"));
        NewVersion.Promote(registry, 1, "much better");
        var record = registry.History()[1];
        var whole = Text("history.jsonl");
        Write("pending.json", whole[history.Length..]);
        if (!isChampionMoved) Write("champion", champion);
        if (!isHistoryWritten) Write("history.jsonl", history);
        Assert.Equal(isChampionMoved ? 1 : 0, registry.Champion()); // whoever reads meanwhile finds one or the other

        registry.Hold(new FixedClock()).Dispose();

        Assert.Equal(1, registry.Champion());
        Assert.Equal(whole, Text("history.jsonl"));
        Assert.Equal(record, registry.History()[1]);
        Assert.False(File.Exists(temporary.File("models/pending.json")));
    }

    [Fact]
    public void History_WhoseLastLineIsTorn_IsReadWithoutItAndWrittenOn()
    {
        var whole = Text("history.jsonl");
        foreach (var length in new[] { 1, whole.Length / 2, whole.Length - 1 })
        {
            Write("history.jsonl", whole + whole[..length]);
            Assert.Single(registry.History());
        }

        NewVersion.Promote(registry, 1);

        Assert.Equal([0, 1], registry.History().Select(record => record.Version));
    }

    [Fact]
    public void Addition_KilledBeforeItsRename_IsNoVersionAndIsSweptAway()
    {
        temporary.Write("models/versions/.aside/model.onnx", "half");
        Assert.Equal([0, 1], registry.Numbers());

        NewVersion.Add(registry, "2");

        Assert.Equal([0, 1, 2], registry.Numbers());
        Assert.False(Directory.Exists(temporary.File("models/versions/.aside")));
    }

    [Fact]
    public void Writers_AtOnce_GetANumberEachAndOneHistory()
    {
        Parallel.For(0, 8, k =>
        {
            var version = NewVersion.Add(ModelRegistry.Open(registry.Path), $"of thread {k}").Version;
            NewVersion.Promote(ModelRegistry.Open(registry.Path), version);
        });

        Assert.Equal(Enumerable.Range(0, 10), registry.Numbers());
        Assert.Equal(Enumerable.Range(0, 9), registry.History().Select(record => record.Number));
        Assert.Equal(registry.History()[^1].Version, registry.Champion());
        Assert.All(registry.Numbers(), version => registry.ReadOnnx(registry.Read(version)));
    }

    [Fact]
    public void Files_ThatAreLinks_AreNotWrittenThrough()
    {
        var victim = temporary.Write("victim", "untouched");
        foreach (var name in new[] { "champion", "pending.json", "registry.lock" })
        {
            File.Delete(temporary.File($"models/{name}"));
            File.CreateSymbolicLink(temporary.File($"models/{name}"), victim);
            try
            {
                NewVersion.Promote(registry, 1);
            }
            catch (Exception refused) when (refused is RunFolderException or IOException)
            {
                File.Delete(temporary.File($"models/{name}"));
            }
        }

        Assert.Equal("untouched", File.ReadAllText(victim));
    }

    private string Text(string name) => File.ReadAllText(temporary.File($"models/{name}"));

    private void Write(string name, string text) => File.WriteAllText(temporary.File($"models/{name}"), text);
}
