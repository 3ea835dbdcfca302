using Alma.Launching.Local;

namespace Alma.Launching.Tests.Local;

public sealed class JobLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> noted = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_WhileTheDiskRefuses_LosesTheLinesAndSaysSoOnceHereAndOnceInTheFile()
    {
        File.WriteAllText(folder.File("logs"), ""); // in the way of the folder
        using var log = new JobLog(folder.File("logs/a.log"), noted.Add);
        log.Write("one");
        log.Write("error: no room");
        File.Delete(folder.File("logs"));
        log.Write("three");
        log.Write("four");

        Assert.StartsWith(
            $"{folder.File("logs/a.log")} cannot be written, so what the job prints is not kept: ",
            Assert.Single(noted),
            StringComparison.Ordinal);
        Assert.Equal(["(2 lines could not be written here)", "three", "four"], File.ReadAllLines(folder.File("logs/a.log")));
        Assert.Equal("error: no room", log.UnwrittenError);
    }

    [Fact]
    public void Write_FileThatIsALink_LeavesWhatItLeadsTo()
    {
        File.WriteAllText(folder.File("precious"), "");
        Directory.CreateDirectory(folder.File("logs"));
        File.CreateSymbolicLink(folder.File("logs/a.log"), folder.File("precious"));
        using (var log = new JobLog(folder.File("logs/a.log"), noted.Add)) log.Write("one");

        Assert.Empty(File.ReadAllText(folder.File("precious")));
        Assert.Single(noted);
    }

    [Fact]
    public void Write_SweepFolderThatIsGone_IsNotMadeAnew()
    {
        using (var log = new JobLog(folder.File("sweep/logs/a.log"), noted.Add)) log.Write("one");

        Assert.False(Directory.Exists(folder.File("sweep")));
    }
}
