using Alma.Runs.Metrics;
using Alma.Runs.TensorBoard;

namespace Alma.Runs.Tests.TensorBoard;

public sealed class TensorBoardTagsTests
{
    [Theory]
    [InlineData(Splits.Train, MetricNames.Loss, 40, "train_stage_2/train/loss")]
    [InlineData(Splits.Train, MetricNames.Accuracy, 40, "train_stage_2/train/accuracy")]
    [InlineData(Splits.Train, MetricNames.EpochSeconds, 4, "train_stage_2/training/one_epoch_time")]
    [InlineData(Splits.Train, MetricNames.ModelParams, 0, "train_stage_2/train/model_params")]
    [InlineData(Splits.Train, MetricNames.OneSampleMegaflop, 0, "train_stage_2/train/one_sample_megaflop")]
    [InlineData(Splits.Train, MetricNames.TotalMegaflops, 0, "train_stage_2/train/total_megaflops")]
    [InlineData(Splits.Validation, MetricNames.Loss, 4, "train_stage_2/validation/loss")]
    [InlineData(Splits.Validation, MetricNames.Accuracy, 4, "train_stage_2/validation/accuracy")]
    [InlineData(Splits.Validation, MetricNames.BestAccuracy, 0, "train_stage_2/train/best_validation_accuracy")]
    public void For_RowThatPythonHas_GivesItsTagAndStep(string split, string name, long step, string tag)
    {
        Assert.Equal([new TensorBoardPoint(tag, step)], TensorBoardTags.For(new MetricRow(2, split, step, name, 1)));
    }

    [Theory]
    [InlineData(Splits.Test, MetricNames.Error, "test/error")]
    [InlineData(Splits.Test, MetricNames.CumulativeError, "test/cumulative_error")]
    [InlineData(Splits.Test, "expert_usage/layers.1/0.1", "test/expert_usage/layers.1/0.1")]
    [InlineData(Splits.Cost, MetricNames.Parameters, "cost/parameters")]
    public void For_RowOfAMegabatch_GivesACurveOverMegabatches(string split, string name, string tag)
    {
        Assert.Equal([new TensorBoardPoint(tag, 2)], TensorBoardTags.For(new MetricRow(2, split, 2, name, 1)));
    }

    [Theory]
    [InlineData(MetricNames.Accuracy)]
    [InlineData(MetricNames.Loss)]
    public void For_TestResultThatPythonHas_GivesBoth(string name)
    {
        Assert.Equal(
            [new TensorBoardPoint($"evaluation_stage_2/{name}", 0), new TensorBoardPoint($"test/{name}", 2)],
            TensorBoardTags.For(new MetricRow(2, Splits.Test, 2, name, 1)));
    }

    [Fact]
    public void ExpertUsage_LayerAndPath_AreParts() =>
        Assert.Equal("expert_usage/layers.1/0.1", MetricNames.ExpertUsage("layers.1", "0.1"));
}
