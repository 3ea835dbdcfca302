using Alma.EndToEnd.Tests.Programs;
using Alma.Runs.TensorBoard;

namespace Alma.EndToEnd.Tests;

public sealed class TensorBoardTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Events_OfARun_HaveThePythonProjectsTagsAndTheValuesOfTheRows()
    {
        workplace.Typed("run", "n_megabatches=2", "clmodel.max_epochs=2").Succeeded();
        var run = workplace.NewestRun();

        // Reading checks both checksums of every record.
        var events = TensorBoardEventReader.Read(Assert.Single(run.EventFiles)).ToList();

        var scalars = events.SelectMany(record => record.Values.Where(value => value.Scalar is not null), (record, value) =>
            (value.Tag, record.Step, value.Scalar!.Value));
        var expected = run.Rows().SelectMany(TensorBoardTags.For, (row, point) => (point.Tag, point.Step, (float)row.Value));
        Assert.Equal(expected.Order(), scalars.Order());
        Assert.Contains(events.SelectMany(record => record.Values), value =>
            value.Tag == "Hyperparameters/text_summary" && value.Text!.Contains("Finetune_Grow", StringComparison.Ordinal));
        Assert.Superset(PythonTags(), events.SelectMany(record => record.Values).Select(value => value.Tag).ToHashSet());
        Assert.Equal([0L, 1L], StepsOf("test/worst_mistakes", events));
        Assert.Equal([0L, 1L], StepsOf("test/experts/text_summary", events));
        foreach (var tag in new[] { "_hparams_/experiment", "_hparams_/session_start_info", "_hparams_/session_end_info" })
            Assert.Single(StepsOf(tag, events));
    }

    private static IEnumerable<long> StepsOf(string tag, IEnumerable<TensorBoardEvent> events) =>
        events.Where(record => record.Values.Any(value => value.Tag == tag)).Select(record => record.Step);

    private static HashSet<string> PythonTags()
    {
        string[] ofStage =
        [
            "train/loss", "train/accuracy", "train/model_params", "train/one_sample_megaflop", "train/total_megaflops",
            "train/best_validation_accuracy", "training/one_epoch_time", "validation/loss", "validation/accuracy",
        ];
        return
        [
            .. ofStage.SelectMany(tag => new[] { $"train_stage_0/{tag}", $"train_stage_1/{tag}" }),
            "evaluation_stage_0/accuracy", "evaluation_stage_0/loss", "evaluation_stage_1/accuracy", "evaluation_stage_1/loss",
        ];
    }
}
