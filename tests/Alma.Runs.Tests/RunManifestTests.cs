namespace Alma.Runs.Tests;

public sealed class RunManifestTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly RunFolder folder;

    public RunManifestTests() => folder = RunFolder.Create(temporary.FullPath);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Write_Manifest_IsReadableJson()
    {
        Full().Write(folder);

        Assert.Equal(Golden, File.ReadAllText(folder.ManifestFile));
    }

    [Fact]
    public void Read_WrittenManifest_GivesTheSame()
    {
        Full().Write(folder);

        var read = RunManifest.Read(folder);

        Assert.Equivalent(Full() with { Started = Full().Started.ToUniversalTime() }, read, strict: true);
    }

    [Theory]
    [InlineData("\"state\": \"failed\"", "\"state\": \"runing\"", 2)]
    [InlineData("\"seed\": 3", "\"seed\": three", 10)]
    [InlineData("\"process_id\": 41", "\"process_id\": \"41\"", 14)]
    [InlineData("\"started\": \"2026-11-23T10:05:07Z\"", "\"started\": \"yesterday\"", 18)]
    [InlineData("\"resources\": [", "\"resources\": [null, 7,", 39)]
    public void Read_DamagedManifest_NamesFileLineAndWhatStandsThere(string good, string bad, int line)
    {
        Assert.Contains(good, Golden, StringComparison.Ordinal);
        File.WriteAllText(folder.ManifestFile, Golden.Replace(good, bad, StringComparison.Ordinal));

        var fault = Assert.Throws<RunFolderException>(() => RunManifest.Read(folder));

        Assert.StartsWith($"{folder.ManifestFile}, line {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"Found: {bad}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingKey_NamesIt()
    {
        File.WriteAllText(folder.ManifestFile, Golden.Replace("  \"seed\": 3,\n", "", StringComparison.Ordinal));

        var fault = Assert.Throws<RunFolderException>(() => RunManifest.Read(folder));

        Assert.Contains("seed", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("\0\0\0")]
    public void Read_NoManifest_SaysSo(string text)
    {
        File.WriteAllText(folder.ManifestFile, text);

        var fault = Assert.Throws<RunFolderException>(() => RunManifest.Read(folder));

        Assert.StartsWith($"{folder.ManifestFile}, line 1: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysSo()
    {
        var fault = Assert.Throws<RunFolderException>(() => RunManifest.Read(folder));

        Assert.Equal($"{folder.ManifestFile} is missing.", fault.Message);
    }

    private static RunManifest Full() => Manifests.Running() with
    {
        State = RunState.Failed,
        Host = "node7",
        ProcessId = 41,
        Backend = "cpu",
        Device = "cpu",
        Threads = 2,
        Ended = new DateTimeOffset(2026, 11, 23, 10, 6, 0, 250, TimeSpan.Zero),
        Classes = ["cat", "dog"],
        DatasetChecksums = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["MNIST"] = new Dictionary<string, string> { ["train-images"] = "ab12" },
        },
        MegabatchesDone = 1,
        Error = "out of memory",
        Resumptions = 2,
        Redone = new RedoneWork(3, 4.5e9, 1.25),
        SavingSeconds = 0.5,
        Resources = [new MegabatchResources(0, 123456789, 1.5)],
    };

    private const string Golden = """
        {
          "state": "failed",
          "recipe": "mnist/finetune",
          "version": "0.1.0",
          "command_line": [
            "alma",
            "run",
            "mnist/finetune"
          ],
          "seed": 3,
          "run": 0,
          "defaults": {},
          "host": "node7",
          "process_id": 41,
          "backend": "cpu",
          "device": "cpu",
          "threads": 2,
          "started": "2026-11-23T10:05:07Z",
          "ended": "2026-11-23T10:06:00.25Z",
          "classes": [
            "cat",
            "dog"
          ],
          "dataset_checksums": {
            "MNIST": {
              "train-images": "ab12"
            }
          },
          "megabatches_done": 1,
          "megabatches_total": 5,
          "error": "out of memory",
          "resumptions": 2,
          "redone": {
            "epochs": 3,
            "multiply_adds": 4500000000,
            "seconds": 1.25
          },
          "saving_seconds": 0.5,
          "resources": [
            {
              "megabatch": 0,
              "peak_resident_bytes": 123456789,
              "wall_seconds": 1.5
            }
          ]
        }

        """;
}
