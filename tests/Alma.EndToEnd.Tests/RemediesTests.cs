using Alma.Cli;
using Alma.Config;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Learning;
using Alma.Runs;
using Alma.Serving.Models;

namespace Alma.EndToEnd.Tests;

/// <summary>What other projects find wrong is told with the command or the flag that mends it, which they do not know.</summary>
public sealed class RemediesTests
{
    public static TheoryData<Exception, string> Failures() => new()
    {
        {
            new RunHeldException("r is being run by x: a run folder has one writer. Stop that first.", TimeSpan.FromMinutes(2)),
            "r is being run by x: a run folder has one writer. Stop that first, or, if it is gone, resume with --take-over or 2 minutes "
            + "after its last sign of life."
        },
        {
            new RunGoneException("r is gone."), "r is gone. If it was moved, go on with it where it is now: alma resume FOLDER."
        },
        {
            new OwnDataException("by: time needs times.", ImportNeed.Times, "stream.train"),
            "by: time needs times. Import it with --time COLUMN."
        },
        {
            new OwnDataException("own has no examples to test on.", ImportNeed.Tests, "stream.train"),
            "own has no examples to test on. Import it with --test 0.2 or with a folder test beside train, "
            + "or test on the megabatch that comes next: evaluation.mode=next."
        },
        {
            new OwnDataException("Digits lies in no folder. Leave it out.", ImportNeed.Import, "stream.train", "photos"),
            "Digits lies in no folder. Leave it out; to learn from files of your own, import them with `alma data import NAME photos` "
            + "and set stream.train.class_name to NAME."
        },
        { new RunFolderException("r is no run folder."), "r is no run folder." },
        {
            new RunFolderException("r is a file.") { Need = RunFolderNeed.OtherFolder }, "r is a file. Choose another run_dir."
        },
        {
            new RunFolderException("r holds a run.") { Need = RunFolderNeed.OtherFolderOrResume },
            "r holds a run. Resume it, or choose another run_dir."
        },
        {
            new RunFolderException("r has no model.") { Need = RunFolderNeed.KeptModels },
            "r has no model. With checkpoint.keep_models=false none are."
        },
        {
            new LearningException($"No {LearningSetting.Model} of {LearningSetting.PatchSize} {3}."),
            "No clmodel.model of clmodel.model.patch_size 3."
        },
        { new DatasetException("a.csv: found no image."), "a.csv: found no image." },
        {
            new ModelException("m.onnx is no model that can be used here.") { IsForeign = true },
            "m.onnx is no model that can be used here. `alma export-model` writes such models."
        },
        { Unfound(), "There is no data set 'cats' in /no/where/own: nothing was imported yet. Run `alma data import`." },
    };

    public static TheoryData<DatasetNeed, string> Needs() => new()
    {
        { new DatasetNeed.Fetch("mnist"), "alma data fetch mnist" },
        { new DatasetNeed.WritableFolder(), "ALMA_DATA or data_dir" },
        { new DatasetNeed.EmptyFolder(".mine"), "an empty folder as data_dir, or put a file .mine into this one" },
        { new DatasetNeed.LeftInFiles(), "stream.train.keep_in_memory=false" },
        { new DatasetNeed.Import(), "alma data import" },
        { new DatasetNeed.FreeName("cats"), "alma data rm cats" },
        { new DatasetNeed.LabelColumn(), "--label" },
        { new DatasetNeed.Labels(), "--label" },
        { new DatasetNeed.Dumps(), "--dumps" },
        { new DatasetNeed.ImageSize(28), "--size 28" },
        { new DatasetNeed.TextEncoding(), "--encoding latin-1" },
        { new DatasetNeed.TestShare(), "--test 0.2" },
        { new DatasetNeed.NoTestShare(), "--test" },
    };

    [Theory]
    [MemberData(nameof(Needs), DisableDiscoveryEnumeration = true)]
    public void Need_OfData_HasItsCommandOrFlag(DatasetNeed need, string typed) =>
        Assert.Contains(typed, Remedies.Of(need), StringComparison.Ordinal);

    [Fact]
    public void Needs_OfData_AreAllTested() => Assert.Equal(
        typeof(DatasetNeed).GetNestedTypes().Select(type => type.Name).Order(),
        Needs().Select(need => need.Data.Item1.GetType().Name).Order());

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Message_OfAFailure_EndsWithWhatOneTypes(Exception failure, string told)
    {
        Assert.Equal(told, Remedies.Message(failure));
        Assert.Equal($"job a: {told}", Remedies.Message(new ConfigException($"job a: {failure.Message}", failure)));
    }

    private static DatasetException Unfound() => Assert.Throws<DatasetException>(() => new StoreFolder("/no/where").Open("cats"));
}
