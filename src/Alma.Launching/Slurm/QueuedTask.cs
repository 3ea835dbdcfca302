using System.Globalization;

namespace Alma.Launching.Slurm;

/// <summary>A line of squeue or sacct: one task of an array.</summary>
/// <param name="Job">The number of the array's job.</param>
/// <param name="Task">Its place in the array, or null where it is no array.</param>
/// <param name="State">In SLURM's words.</param>
/// <param name="Reason">Why it waits, or empty.</param>
public sealed record QueuedTask(string Job, int? Task, string State, string Reason)
{
    /// <summary>
    /// Reads <c>123_4|PENDING|Resources</c>, line by line. Accounts list tasks of an array that never began as one,
    /// <c>123_[0-2,7%4]</c>, which stands for each of them.
    /// </summary>
    public static IReadOnlyList<QueuedTask> ReadQueue(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => Read(line.Trim().Split('|')))];

    private static IEnumerable<QueuedTask> Read(string[] fields)
    {
        var id = fields[0].Split('_');
        var reason = fields.ElementAtOrDefault(2) is null or "None" ? "" : fields[2];
        return Tasks(id.ElementAtOrDefault(1) ?? "")
            .Select(task => new QueuedTask(id[0], task, fields.ElementAtOrDefault(1) ?? "", reason));
    }

    private static IEnumerable<int?> Tasks(string text)
    {
        var ranges = text.TrimStart('[').TrimEnd(']').Split('%')[0].Split(',').Select(range => range.Split('-')).ToList();
        if (!ranges.All(range =>
            range.Length <= 2 && range.All(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out _))))
            return [null];
        return ranges.SelectMany(range => Between(Number(range[0]), Number(range[^1])));

        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
        static IEnumerable<int?> Between(int first, int last) =>
            Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(task => (int?)task);
    }
}
