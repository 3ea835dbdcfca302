using Alma.Runs.Locking;

namespace Alma.Runs.Tests.Locking;

/// <summary>Two processes that want one folder at the same moment: exactly one gets it, and the other is told who.</summary>
public sealed class LockRaceTests : IDisposable
{
    private const int Rounds = 50;

    private readonly TemporaryFolder temporary = new();
    private readonly HolderProcess[] rivals = [new(), new()];

    public void Dispose()
    {
        foreach (var rival in rivals) rival.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public void Create_ByTwoProcessesAtOnce_LetsOneIn()
    {
        for (var round = 0; round < Rounds; round++) AssertOneWins($"new {temporary.File($"{round}")}");
    }

    [Fact]
    public void Take_OfADeadProcesssLockByTwoAtOnce_LetsOneIn()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var folder = RunFolder.Create(temporary.File($"{round}"));
            File.WriteAllText(folder.ManifestFile, "{}");
            var dead = new LockContent(ProcessIdentity.Current with { ProcessStart = "1" }, TimeProvider.System.GetUtcNow(), "dead");
            Assert.True(LockFile.TryCreate(folder.LockFile, dead));

            AssertOneWins(folder.Path);

            Assert.Single(File.ReadAllLines(folder.LogFile), line => line.Contains("was taken over", StringComparison.Ordinal));
        }
    }

    private void AssertOneWins(string order)
    {
        foreach (var rival in rivals) rival.Tell(order);
        var answers = rivals.Select(rival => rival.Answer()).ToList();

        var winner = rivals[Assert.Single(Enumerable.Range(0, rivals.Length), k => answers[k] == "held")];
        var refusal = Assert.Single(answers, answer => answer != "held");
        Assert.Contains($"is being run by process {winner.Id} on ", refusal);
    }
}
