using System.Text.Json.Nodes;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Files;

namespace Alma.Data.Tests.Stores;

/// <summary>
/// Values that were checked are not read again until a program may have written them, and what a disk does to them is found when asked for.
/// </summary>
public sealed class CheckedFilesTests : IDisposable
{
    private const int Side = 8;
    private static readonly FixedClock later = new() { Now = TimeProvider.System.GetUtcNow().AddHours(1) };

    private readonly TemporaryFolder data = new();
    private readonly Store store;

    public CheckedFilesTests()
    {
        var plan = new ImportPlan(new ImportRequest(["squares"]), TimeProvider.System) { TestShare = 0 };
        store = StoreImport.Make(
            new StoreFolder(data.FullPath), "squares",
            new ListedSource([], [.. Enumerable.Range(0, 40).Select(k => ListedSource.Image(k, $"{k % 3}", Side))]),
            plan, CancellationToken.None).Store;
    }

    public static TheoryData<string> Changes => ["a byte", "a byte, and the time put back", "another file of its length", "its end"];

    public static TheoryData<string> DamagedMemories =>
        ["nothing", "half", "zeros", "another format", "null", "no stamp", "a folder", "a link"];

    private string Values => Directory.EnumerateFiles(store.FullPath, "values", SearchOption.AllDirectories).Single();

    private string Memory => Path.Combine(store.FullPath, CheckedFiles.FileName);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_CheckedBefore_AreReadAgainOnlyWhenAskedFor(bool inMemory)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nothing is remembered.");
        Load(inMemory);
        FlipAByte();
        Remember(Stamp()); // as if no program had written it

        Load();

        Assert.Contains($"{Values}: found the SHA-256", Assert.Throws<DatasetException>(Check).Message);
        Assert.Throws<DatasetException>(() => Load()); // it is known from now on
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Values_WrittenByAProgram_AreFoundAtTheNextStart(string change)
    {
        Load();
        var before = File.GetLastWriteTimeUtc(Values);

        Change(change);
        if (change != "a byte") File.SetLastWriteTimeUtc(Values, before);

        Assert.Contains($"{Values}: found", Assert.Throws<DatasetException>(() => Load()).Message);
    }

    [Theory]
    [MemberData(nameof(DamagedMemories))]
    public void Memory_ThatIsDamaged_IsNeitherTrustedNorAnError(string damage)
    {
        Load();
        Damage(damage);

        Load();
        Damage(damage);
        FlipAByte();

        Assert.Throws<DatasetException>(() => Load());
    }

    [Fact]
    public void Folder_ThatCannotBeWritten_RemembersNothing()
    {
        Directory.CreateDirectory(Memory + ".tmp");

        Load();

        Assert.False(File.Exists(Memory));
    }

    [Fact]
    public void Values_WrittenJustBefore_AreReadAgain()
    {
        using (var contents = StoreContents.Open(store, new FixedClock { Now = File.GetLastWriteTimeUtc(Values) }))
            contents.Images(null, [0], inMemory: false, CancellationToken.None);

        Assert.False(File.Exists(Memory));
    }

    private void Load(bool inMemory = false)
    {
        using var contents = StoreContents.Open(store, later);
        contents.Images(null, [0], inMemory, CancellationToken.None);
    }

    private void Check() => StoreCheck.Run(store, later, CancellationToken.None);

    private void Change(string change)
    {
        if (change == "another file of its length")
        {
            File.WriteAllBytes(Values + "-other", new byte[new FileInfo(Values).Length]);
            File.Move(Values + "-other", Values, overwrite: true);
        }
        else if (change == "its end")
        {
            using var file = new FileStream(Values, FileMode.Open);
            file.SetLength(file.Length - 1);
        }
        else FlipAByte();
    }

    private void FlipAByte()
    {
        using var file = new FileStream(Values, FileMode.Open);
        file.WriteByte(201);
    }

    private void Damage(string damage)
    {
        var whole = File.Exists(Memory) ? File.ReadAllBytes(Memory) : [];
        if (Directory.Exists(Memory)) Directory.Delete(Memory);
        File.Delete(Memory);
        if (damage == "a folder") Directory.CreateDirectory(Memory);
        else if (damage == "a link") File.CreateSymbolicLink(Memory, Path.Combine(data.FullPath, "elsewhere"));
        else
            File.WriteAllBytes(Memory, damage switch
            {
                "nothing" => [],
                "half" => whole[..(whole.Length / 2)],
                "zeros" => new byte[whole.Length],
                "another format" => """{"Format":2,"Files":{}}"""u8.ToArray(),
                "null" => "null"u8.ToArray(),
                _ => """{"Format":1,"Files":{"0000/values":null}}"""u8.ToArray(),
            });
    }

    private FileStamp Stamp()
    {
        using var file = PositionedFile.Open(Values);
        return file.Stamp!.Value;
    }

    private void Remember(FileStamp stamp)
    {
        var memory = JsonNode.Parse(File.ReadAllText(Memory))!;
        memory["Files"]!["0000/values"]!["Stamp"] = new JsonObject
        {
            ["Bytes"] = stamp.Bytes,
            ["Inode"] = stamp.Inode,
            ["Modified"] = stamp.Modified,
            ["Changed"] = stamp.Changed,
        };
        File.WriteAllText(Memory, memory.ToJsonString());
    }
}
