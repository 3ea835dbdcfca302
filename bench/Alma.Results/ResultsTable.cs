using System.Globalization;
using System.Text;

namespace Alma.Results;

/// <summary>All runs as comma-separated values: one line each, with what it takes to repeat it.</summary>
internal static class ResultsTable
{
    public static string Of(ResultSet results)
    {
        var table = new StringBuilder(
            "data,method,folder,recipe,n_megabatches,replay,wait,seed,error,average_error,multiply_adds,parameters,seconds\n");
        foreach (var run in results.Runs)
        {
            var (summary, last) = (run.Summary, run.Summary.Last!);
            object?[] cells =
            [
                run.Data, run.Method, $"\"{run.Folder}\"", summary.Manifest.Recipe, run.Megabatches, run.Replay, run.Wait,
                summary.Manifest.Seed,
                Four(last.Error), Four(last.AverageError), last.CumulativeMultiplyAdds, last.Parameters, Math.Round(summary.Seconds, 1),
            ];
            table.AppendJoin(',', cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))).Append('\n');
        }

        return table.ToString();
    }

    private static double? Four(double? error) => error is { } value ? Math.Round(value, 4) : null;
}
