using Alma.Data;
using Alma.Runs;

namespace Alma.Experiments.Tests;

public sealed class ChangedDataTests
{
    private static readonly RunManifest begun = new()
    {
        State = RunState.Interrupted,
        Recipe = "mine",
        Version = "test",
        CommandLine = ["alma"],
        Seed = 0,
        Host = "here",
        ProcessId = 1,
        Started = DateTimeOffset.UnixEpoch,
        MegabatchesTotal = 1,
        DatasetChecksums = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["mine"] = new Dictionary<string, string> { ["train"] = "aa", ["test"] = "bb" }
        },
    };

    [Fact]
    public void Data_OfAnotherChecksumThanTheRunBeganWith_IsRefused()
    {
        var refusal = Assert.Throws<RunFolderException>(() => Loaded("test", "cc").RefuseChanged(begun));

        Assert.Equal(
            "mine: test is not the file that the run began with: its SHA-256 is cc, and was bb. Put that file back, or begin a new run.",
            refusal.Message);
    }

    [Theory]
    [InlineData("test", "bb")]
    [InlineData("test.png", "cc")] // the same images in another form, which the data set's own checksums vouch for
    public void Data_AsTheRunBeganWith_IsTaken(string file, string checksum) => Loaded(file, checksum).RefuseChanged(begun);

    private static RunDatasets Loaded(string file, string checksum)
    {
        var images = new ImageSet([0], [0], 1, 1, 1);
        return new(new ImageDataset("mine", 1, images, images, new([0], [1]), new Dictionary<string, string> { [file] = checksum }), []);
    }
}
