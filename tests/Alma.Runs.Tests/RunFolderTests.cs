namespace Alma.Runs.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Create_NewPath_MakesTheFolder()
    {
        var folder = RunFolder.Create(temporary.File("a/b"));

        Assert.True(Directory.Exists(folder.Path));
        Assert.False(RunFolder.IsAt(folder.Path));
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("config.yaml")]
    [InlineData("metrics.jsonl")]
    public void Create_FolderWithARun_SaysSo(string file)
    {
        File.WriteAllText(temporary.File(file), "");

        var fault = Assert.Throws<RunFolderException>(() => RunFolder.Create(temporary.FullPath));

        Assert.Equal($"{temporary.FullPath} already holds a run.", fault.Message);
        Assert.Equal(RunFolderNeed.OtherFolderOrResume, fault.Need);
    }

    [Fact]
    public void Create_FolderWithOtherFiles_IsAllowed()
    {
        File.WriteAllText(temporary.File("notes.txt"), "");

        Assert.Equal(temporary.FullPath, RunFolder.Create(temporary.FullPath).Path);
    }

    [Fact]
    public void Create_FileInItsPlace_SaysSo()
    {
        File.WriteAllText(temporary.File("run"), "");

        var fault = Assert.Throws<RunFolderException>(() => RunFolder.Create(temporary.File("run")));

        Assert.Contains("is a file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchFolder_SaysSo()
    {
        var fault = Assert.Throws<RunFolderException>(() => RunFolder.Open(temporary.File("absent")));

        Assert.Equal($"{temporary.File("absent")} is no run folder: there is no such folder.", fault.Message);
    }

    [Fact]
    public void Create_FolderOfARunKilledAsItBegan_BeginsTheSameRunAgainAndNoOther()
    {
        File.WriteAllText(RunFolder.Create(temporary.FullPath).ConfigFile, "seed: 1\n");

        Assert.Equal(temporary.FullPath, RunFolder.Create(temporary.FullPath, "seed: 1\n").Path);
        Assert.Throws<RunFolderException>(() => RunFolder.Create(temporary.FullPath, "seed: 2\n"));
        File.WriteAllText(temporary.File("run.json"), "{}");
        Assert.Throws<RunFolderException>(() => RunFolder.Create(temporary.FullPath, "seed: 1\n"));
    }

    [Fact]
    public void Open_FolderWithoutARun_SaysSo()
    {
        var fault = Assert.Throws<RunFolderException>(() => RunFolder.Open(temporary.FullPath));

        Assert.Equal($"{temporary.FullPath} is no run folder: it has no run.json.", fault.Message);
    }

    [Fact]
    public void ModelFile_Index_HasFourDigits()
    {
        var folder = RunFolder.Create(temporary.FullPath);

        Assert.Equal(temporary.File("models/megabatch_0003.safetensors"), folder.ModelFile(3));
    }

    [Fact]
    public void MarkDone_WritesTheFileOfThePythonProject()
    {
        var folder = RunFolder.Create(temporary.FullPath);

        folder.MarkDone();

        Assert.Equal("Done\n", File.ReadAllText(temporary.File("done")));
    }

    [Theory]
    [InlineData("s/sweep.json", "s is the folder of a sweep")]
    [InlineData("s/seed=0/run.json", "s has other runs below it (s/seed=0)")]
    [InlineData("s/digits/gmoe/20261126-hash/metrics.jsonl", "s has other runs below it (s/digits/gmoe/20261126-hash)")]
    public void Create_FolderThatHoldsOthersRuns_IsRefused(string file, string refusal)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(temporary.File(file))!);
        File.WriteAllText(temporary.File(file), "");

        var found = Assert.Throws<RunFolderException>(() => RunFolder.Create(temporary.File("s"))).Message
            .Replace(temporary.FullPath + "/", "", StringComparison.Ordinal);

        Assert.Equal($"{refusal}: a run needs a folder of its own.", found);
        Assert.False(File.Exists(temporary.File("s/lock.json")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_FolderThatWasDeletedOrMovedUnderItsRun_SaysSoAndMakesNothingThere(bool isMoved)
    {
        var folder = RunFolder.Create(temporary.File("run"));
        Manifests.Running().Write(folder);
        using var log = RunLog.Start(folder, TimeProvider.System);
        if (isMoved) Directory.Move(folder.Path, temporary.File("moved"));
        else Directory.Delete(folder.Path, recursive: true);

        Action[] writes = [() => Manifests.Running().Write(folder), folder.MarkDone, () => log.Write([])];
        Assert.All(writes, write => Assert.StartsWith(
            $"{folder.Path} is gone: it was deleted or moved while the run was at work",
            Assert.ThrowsAny<RunFolderException>(write).Message,
            StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.Path));
    }
}
