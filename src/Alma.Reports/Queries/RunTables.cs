using Alma.Config;
using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>The tables and their columns, as <c>alma query --schema</c> prints them.</summary>
internal static class RunTables
{
    private const string Text = "VARCHAR";
    private const string Whole = "INTEGER";
    private const string Large = "BIGINT";
    private const string Number = "DOUBLE";
    private const string Time = "TIMESTAMP";
    internal const string PeakBytes = "peak_resident_bytes";
    private static readonly StoredColumn run = new("run", Text, "its folder: runs.path");

    /// <summary>Of <see cref="Runs"/>: what stands in the manifest.</summary>
    internal static IReadOnlyList<StoredColumn> Manifest { get; } =
    [
        new("path", Text, "its folder"),
        new("name", Text, "the last part of its path"),
        new("recipe", Text, "the recipe that was run"),
        new("state", Text, "running, done, failed, interrupted, waiting or dead"),
        new("seed", Large, "of the learner"),
        new("megabatches_done", Whole, "how many it has learned"),
        new("megabatches_total", Whole, "how many there are"),
        new("started", Time, "UTC"),
        new("ended", Time, "UTC; null while it runs"),
        new("command", Text, "as it was typed"),
        new("version", Text, "of Alma"),
        new("backend", Text, "the version of LibTorch"),
        new("device", Text, "what it computed on"),
        new("threads", Whole, "with how many"),
        new("host", Text, "where it ran last"),
        new("failure", Text, "why it failed; null if it did not"),
        new("resumptions", Whole, "how often it was gone on with"),
        new("redone_epochs", Whole, "lost by stopping and done again; counted in no other column"),
        new("redone_multiply_adds", Number, "the same"),
        new("redone_seconds", Number, "the same"),
        new("saving_seconds", Number, "it waited for its files"),
        new(PeakBytes, Large, "the most memory its process held"),
    ];

    /// <summary>How good the model was after a megabatch: names of metrics of the test set.</summary>
    internal static IReadOnlyList<StoredColumn> Quality { get; } =
    [
        StoredColumn.Of(MetricCatalog.Error, "on the test set, in 0..1"),
        StoredColumn.Of(MetricCatalog.CumulativeError, "the sum of the errors so far"),
        StoredColumn.Of(MetricCatalog.AverageError, "their mean"),
        StoredColumn.Of(MetricCatalog.TestAccuracy, "on the test set, in 0..1"),
        StoredColumn.Of(MetricCatalog.TestLoss, "on the test set"),
    ];

    /// <summary>What holding the model costs and all megabatches so far have cost: names of metrics of cost.</summary>
    internal static IReadOnlyList<StoredColumn> Holding { get; } =
    [
        StoredColumn.Of(MetricCatalog.CumulativeMultiplyAdds, "of all megabatches so far"),
        StoredColumn.Of(MetricCatalog.Parameters, "of the model"),
        StoredColumn.Of(MetricCatalog.BytesToPredict, "held to predict"),
    ];

    /// <summary>What one megabatch has cost: names of metrics of cost.</summary>
    internal static IReadOnlyList<StoredColumn> Spending { get; } =
    [
        StoredColumn.Of(MetricCatalog.MultiplyAddsTrainForward, "of this megabatch"),
        StoredColumn.Of(MetricCatalog.MultiplyAddsTrainBackward, "of this megabatch"),
        StoredColumn.Of(MetricCatalog.MultiplyAddsValidate, "of this megabatch"),
        StoredColumn.Of(MetricCatalog.MultiplyAddsSelect, "of this megabatch: growing"),
        StoredColumn.Of(MetricCatalog.MultiplyAddsEvaluate, "of this megabatch"),
        StoredColumn.Of(MetricCatalog.Epochs, "of the update"),
        StoredColumn.Of(MetricCatalog.UpdateSeconds, "of learning"),
        StoredColumn.Of(MetricCatalog.EvaluateSeconds, "of evaluating"),
    ];

    /// <summary>Has its split in its name, as the columns beside it are of the test set.</summary>
    internal static StoredColumn BestValidationAccuracy { get; } =
        StoredColumn.Of(MetricCatalog.BestAccuracy, "of the update, in 0..1", "best_validation_accuracy");

    public static StoredTable Runs { get; } = new(
        "runs",
        "a row per run; figures from error on are those after the last megabatch that was learned",
        [.. Manifest, .. Quality, .. Holding, StoredColumn.Of(MetricCatalog.Seconds, "of learning and evaluating, over all megabatches")]);

    public static StoredTable Configs { get; } = new(
        "configs",
        "a row per key of each resolved config; config(run, key) is the value of one, or null",
        [
            run,
            new("key", Text, $"such as {RunKeys.LearningRate}; items of lists have their index as last part"),
            new("value", Text, "as it stands"),
            new("number", Number, "the value, where it is a number")
        ]);

    public static StoredTable Megabatches { get; } = new(
        "megabatches",
        "a row per run and megabatch that was learned or evaluated; what was not measured is null",
        [
            run,
            new("megabatch", Whole, "from 0"),
            .. Quality,
            BestValidationAccuracy,
            StoredColumn.Of(MetricCatalog.MultiplyAdds, "of this megabatch, for all purposes"),
            .. Holding,
            .. Spending,
            new(PeakBytes, Large, "the most memory the process had held until then"),
        ]);

    public static StoredTable Classes { get; } = new(
        "classes",
        "a row per run, megabatch and class: how good the model was on it",
        [
            run,
            new("megabatch", Whole, "from 0"),
            new("class", Whole, "its number"),
            new("name", Text, "what it is called; its number where the run does not say"),
            new("accuracy", Number, "on its test examples, in 0..1; NaN where there are none"),
        ]);

    public static StoredTable Confusions { get; } = new(
        "confusions",
        "a row per run, megabatch, class and class that test examples of it were taken for, itself or another",
        [
            run,
            new("megabatch", Whole, "from 0"),
            new("class", Whole, "its number"),
            new("name", Text, "what it is called"),
            new("choice", Whole, "the number of the class that they were taken for"),
            new("choice_name", Text, "what that is called"),
            new("examples", Large, "so many"),
        ]);

    public static StoredTable Metrics { get; } = new(
        "metrics",
        "a row per line of metrics.jsonl (docs/metrics.md has the names)",
        [
            run,
            new("megabatch", Whole, "from 0"),
            new("split", Text, $"{string.Join(", ", Splits.All.SkipLast(1))} or {Splits.All[^1]}"),
            new("step", Large, "iteration, epoch or megabatch"),
            new("name", Text, "of the metric"),
            new("value", Number, "which may be NaN or infinite"),
        ]);
}
