using Alma.Files;
using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>
/// The SQL that makes the tables of queries out of what was loaded and of files of metric rows, which are read when a query needs them.
/// </summary>
internal static class RunViews
{
    /// <summary>Begins the error of a line that lacks a value.</summary>
    public const string Damage = "damaged line";

    /// <summary>What is loaded from manifests and configs. It stands in a schema of its own, out of users' sight.</summary>
    public static IEnumerable<string> Loaded() =>
    [
        "CREATE SCHEMA loaded",
        $"CREATE TABLE loaded.manifests ({string.Join(", ", RunTables.Manifest.Select(column => $"{column.Name} {column.Type}"))})",
        // The names are in no query, so that none of its columns is taken for them where config() stands.
        "CREATE TABLE loaded.settings (loaded_run VARCHAR, loaded_key VARCHAR, loaded_value VARCHAR)",
        "CREATE TABLE loaded.peaks (run VARCHAR, megabatch INTEGER, bytes BIGINT)",
        "CREATE TABLE loaded.class_names (run VARCHAR, class INTEGER, name VARCHAR)",
        "CREATE TABLE loaded.copies (file VARCHAR, run VARCHAR)",
    ];

    /// <summary>The tables that users see.</summary>
    public static IEnumerable<string> Views(MetricFiles files) =>
    [
        "CREATE VIEW configs AS SELECT loaded_run AS run, loaded_key AS key, loaded_value AS value, "
        + "TRY_CAST(loaded_value AS DOUBLE) AS number FROM loaded.settings",
        "CREATE MACRO config(of_run, of_key) AS (SELECT any_value(loaded_value) FROM loaded.settings WHERE loaded_run = "
        + "of_run AND loaded_key = of_key)",
        $"CREATE VIEW metrics AS {Metrics(files)}",
        $"CREATE VIEW megabatches AS {Megabatches()}",
        $"CREATE VIEW runs AS {Runs()}",
        $"CREATE VIEW classes AS {Classes()}",
        $"CREATE VIEW confusions AS {Confusions()}",
    ];

    private static string Metrics(MetricFiles files)
    {
        List<string> parts = [];
        if (files.InPlace.Count > 0)
            parts.Add($"SELECT left(filename, len(filename) - {files.SuffixLength}) AS run, {Row} FROM {Read(files.InPlace)}");
        if (files.Copies.Count > 0)
            parts.Add($"SELECT copies.run, {Row} FROM {Read([.. files.Copies.Keys])} JOIN loaded.copies ON copies.file = filename");
        return parts.Count > 0
            ? string.Join(" UNION ALL ", parts)
            : $"SELECT {string.Join(", ", RunTables.Metrics.Columns.Select(column => $"NULL::{column.Type} AS {column.Name}"))} WHERE "
                + "false";
    }

    // A line that lacks a part is damaged, as it is to all other readers.
    private static string Row { get; } = string.Join(
        ", ",
        RunTables.Metrics.Columns.Skip(1).Select(column => $"coalesce({column.Name}, error('{Damage}'))::{column.Type} AS {column.Name}"));

    private static string Read(IReadOnlyList<string> files) =>
        $"read_json([{string.Join(", ", files.Select(ClosedDuckDb.Quoted))}], format = 'newline_delimited', compression = 'uncompressed', "
        + "filename = true, hive_partitioning = false, "
        + $"columns = {{{string.Join(", ", RunTables.Metrics.Columns.Skip(1).Select(column => $"{column.Name}: '{column.Type}'"))}}})";

    private static string Megabatches()
    {
        List<string> purposes = [.. MetricCatalog.Purposes.Select(purpose => purpose.Name)];
        var best = RunTables.BestValidationAccuracy;
        StoredColumn[] figures = [.. RunTables.Quality, best, .. RunTables.Holding, .. RunTables.Spending];
        return $"""
            SELECT run, megabatch, {Names(RunTables.Quality)}, {best.Name},
                CASE WHEN coalesce({string.Join(", ", purposes)}) IS NOT NULL THEN {Sum(purposes)} END AS {MetricCatalog.MultiplyAdds.Name},
                {Names(RunTables.Holding)}, {Names(RunTables.Spending)}, bytes AS {RunTables.PeakBytes}
            FROM (
                SELECT run, megabatch,
                    {string.Join(", ", figures.Select(column => Figure(column, column.Metric!)))}
                FROM metrics
                WHERE split IN ('{Splits.Test}', '{Splits.Cost}') OR (split = '{best.Metric!.Split}' AND name = '{best.Metric.Name}')
                GROUP BY run, megabatch
                HAVING bool_or(split <> '{best.Metric.Split}'))
            LEFT JOIN loaded.peaks USING (run, megabatch)
            """;
    }

    private static string Figure(StoredColumn column, Metric metric) =>
        $"TRY_CAST(max(value) FILTER (split = '{metric.Split}' AND name = '{metric.Name}') AS {column.Type}) AS {column.Name}";

    // A function for each figure: those that a query does not name are not computed.
    private static string Runs()
    {
        var (seconds, parts) = (
            MetricCatalog.Seconds.Name, (string[])[MetricCatalog.UpdateSeconds.Name, MetricCatalog.EvaluateSeconds.Name]);
        List<string> figures = [.. RunTables.Quality.Concat(RunTables.Holding).Select(column => column.Name)];
        return $"""
            SELECT {Names(RunTables.Manifest)}, {string.Join(", ", figures)}, coalesce({seconds}, 0) AS {seconds}
            FROM loaded.manifests LEFT JOIN (
                SELECT run, {string.Join(", ", figures.Select(name => $"arg_max_null({name}, megabatch) AS {name}"))},
                    sum({Sum(parts)}) AS {seconds}
                FROM megabatches GROUP BY run) AS ends ON ends.run = path
            """;
    }

    private static string Classes() => $"""
        SELECT run, megabatch, class, coalesce(called.name, class::VARCHAR) AS name, value AS accuracy
        FROM (
            SELECT run, megabatch, {Part(2)} AS class, value FROM metrics
            WHERE split = '{Splits.Test}' AND starts_with(name, '{MetricNames.ClassAccuracyPrefix}'))
        LEFT JOIN loaded.class_names AS called USING (run, class)
        """;

    private static string Confusions() => $"""
        SELECT of_choice.run, megabatch, of_choice.class, coalesce(of_class.name, of_choice.class::VARCHAR) AS name,
            choice, coalesce(called.name, choice::VARCHAR) AS choice_name, TRY_CAST(value AS BIGINT) AS examples
        FROM (
            SELECT run, megabatch, {Part(2)} AS class, {Part(3)} AS choice, value FROM metrics
            WHERE split = '{Splits.Test}' AND starts_with(name, '{MetricNames.ConfusionPrefix}')) AS of_choice
        LEFT JOIN loaded.class_names AS of_class ON of_class.run = of_choice.run AND of_class.class = of_choice.class
        LEFT JOIN loaded.class_names AS called ON called.run = of_choice.run AND called.class = choice
        """;

    private static string Part(int place) => $"TRY_CAST(split_part(name, '/', {place}) AS INTEGER)";

    private static string Sum(IEnumerable<string> names) => string.Join(" + ", names.Select(name => $"coalesce({name}, 0)"));

    private static string Names(IEnumerable<StoredColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
