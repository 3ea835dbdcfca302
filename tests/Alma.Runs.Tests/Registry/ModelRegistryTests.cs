using Alma.Runs.Registry;

namespace Alma.Runs.Tests.Registry;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly ModelRegistry registry;

    public ModelRegistryTests() => registry = ModelRegistry.OpenOrCreate(temporary.File("models"));

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Add_AVersion_IsReadBackAsItWasAndIsNoChampion()
    {
        var added = NewVersion.Add(registry);

        Assert.Equivalent(added, Again.Read(0), strict: true);
        Assert.Equal(NewVersion.Onnx(), Again.ReadOnnx(added));
        Assert.Equal(NewVersion.Wrong, Again.ReadWrong(added));
        Assert.Equal([0], Again.Numbers());
        Assert.Null(Again.Champion());
        Assert.Empty(Again.History());
    }

    [Fact]
    public void Add_OfAMegabatchThatHasAVersion_GetsTheNextNumber()
    {
        NewVersion.Add(registry);
        NewVersion.Add(registry, "another");
        using var writer = registry.Hold(new FixedClock());
        writer.Add(7, version => NewVersion.Described(version), NewVersion.Onnx(), NewVersion.Wrong);
        writer.Add(null, version => NewVersion.Described(version), NewVersion.Onnx(), NewVersion.Wrong);

        Assert.Equal([0, 1, 7, 8], registry.Numbers());
    }

    [Fact]
    public void Promote_Versions_MovesTheChampionAndSaysSo()
    {
        for (var k = 0; k < 3; k++) NewVersion.Add(registry, $"{k}");
        foreach (var k in new[] { 0, 2 }) NewVersion.Promote(registry, k, $"better than all before {k}");

        Assert.Equal(2, Again.Champion());
        Assert.Null(NewVersion.Promote(registry, 2));
        Assert.Equal([(0, null, 0), (1, 0, 2)], Again.History().Select(record => (record.Number, record.Previous, record.Version)));
        Assert.Equal("better than all before 2", Again.History()[1].Reason);
    }

    [Fact]
    public void RollBack_SeveralTimes_GoesBackOneChampionEachTime()
    {
        for (var k = 0; k < 4; k++) NewVersion.Add(registry, $"{k}");
        foreach (var k in new[] { 0, 1, 2 }) NewVersion.Promote(registry, k);

        Assert.Equal(1, NewVersion.RollBack(registry).Version);
        NewVersion.Promote(registry, 3);
        Assert.Equal(1, NewVersion.RollBack(registry).Version);
        Assert.Equal(0, NewVersion.RollBack(registry).Version);
        Assert.Equal(0, registry.Champion());

        var refused = Assert.Throws<RunFolderException>(() => NewVersion.RollBack(registry));
        Assert.Equal($"{registry.Path}: there was no champion before version 0, so there is nothing to go back to.", refused.Message);
    }

    [Fact]
    public void RollBack_WithoutAChampion_IsRefused()
    {
        NewVersion.Add(registry);

        Assert.Contains("has no champion yet", Assert.Throws<RunFolderException>(() => NewVersion.RollBack(registry)).Message);
    }

    [Fact]
    public void Champion_WrittenByHand_IsNotedAndCanBeGoneBackFrom()
    {
        for (var k = 0; k < 3; k++) NewVersion.Add(registry, $"{k}");
        NewVersion.Promote(registry, 0);
        File.WriteAllText(temporary.File("models/champion"), "2");

        Assert.Equal(0, NewVersion.RollBack(registry).Version);

        RegistryAction[] expected = [RegistryAction.Promoted, RegistryAction.Changed, RegistryAction.RolledBack];
        Assert.Equal(expected, registry.History().Select(record => record.Action));
    }

    [Theory]
    [InlineData("versions/0001/model.onnx", "model.onnx is not the file that was registered")]
    [InlineData("versions/0001/version.json", "version.json, line 1: ")]
    [InlineData("champion", "champion: found 'damage', valid is the number of a version")]
    [InlineData("history.jsonl", "history.jsonl, line 1: ")]
    [InlineData("pending.json", "pending.json, line 1: ")]
    [InlineData("registry.json", "registry.json, line 1: ")]
    public void Promote_WithADamagedFile_NamesItAndChangesNothing(string file, string expected)
    {
        for (var k = 0; k < 2; k++) NewVersion.Add(registry, $"{k}");
        NewVersion.Promote(registry, 0);
        File.WriteAllText(temporary.File($"models/{file}"), "damage\n");
        var before = Content();

        var refused = Assert.Throws<RunFolderException>(() => NewVersion.Promote(Again, 1));

        Assert.Contains(expected, refused.Message);
        Assert.Equal(before, Content());
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("version.json")]
    public void Promote_OfAVersionWhoseFileIsGone_IsRefused(string file)
    {
        for (var k = 0; k < 2; k++) NewVersion.Add(registry, $"{k}");
        NewVersion.Promote(registry, 0);
        File.Delete(temporary.File($"models/versions/0001/{file}"));

        var refused = Assert.Throws<RunFolderException>(() => NewVersion.Promote(registry, 1));

        Assert.Equal($"{registry.OnnxFile(1).Replace("model.onnx", file)} is missing: version 1 is damaged.", refused.Message);
        Assert.Equal(0, registry.Champion());
    }

    [Fact]
    public void Promote_OfNoVersion_SaysWhichThereAre()
    {
        Assert.EndsWith("has no version 3: there is none yet.", RefusalOf(3));
        for (var k = 0; k < 2; k++) NewVersion.Add(registry, $"{k}");

        Assert.EndsWith("has no version 3. It has 0, 1.", RefusalOf(3));
    }

    [Theory]
    [InlineData("\"version\": 0", "\"version\": 5", "found version 5 in the folder of version 0")]
    [InlineData("\"format\": 1", "\"format\": 2", "found format 2, this version of Alma reads 1")]
    [InlineData("\"wrong\": 2", "\"wrong\": 11", "found 11 errors on 10 examples")]
    [InlineData("\"wrong\": 2", "\"wrong\": -1", "found -1 errors on 10 examples")]
    [InlineData("\"megabatch\": 0", "\"megabatch\": -1", "found a number below 0")]
    public void Read_NumbersThatCannotBe_AreRefused(string written, string found, string expected)
    {
        NewVersion.Add(registry);
        var file = temporary.File("models/versions/0000/version.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(written, found));

        Assert.Equal($"{file}: {expected}.", Assert.Throws<RunFolderException>(() => registry.Read(0)).Message);
    }

    [Fact]
    public void Open_OfNoRegistry_SaysSo()
    {
        Assert.EndsWith("is no registry of models: it has no registry.json.", Refusal(temporary.FullPath));
        Assert.EndsWith("is no registry of models: there is no such folder.", Refusal(temporary.File("none")));
        Assert.Contains(
            "is a file: a registry of models needs a folder",
            Assert.Throws<RunFolderException>(() => ModelRegistry.OpenOrCreate(temporary.Write("file", ""))).Message);
    }

    private ModelRegistry Again => ModelRegistry.Open(registry.Path);

    private string RefusalOf(int version) => Assert.Throws<RunFolderException>(() => NewVersion.Promote(registry, version)).Message;

    private static string Refusal(string path) => Assert.Throws<RunFolderException>(() => ModelRegistry.Open(path)).Message;

    private string[] Content() => [.. Directory.EnumerateFiles(registry.Path, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(file => $"{file}: {File.ReadAllText(file)}")];
}
