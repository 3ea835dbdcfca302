namespace Alma.Launching.Slurm;

/// <summary>A line of squeue or sacct: one task of an array.</summary>
/// <param name="Job">The number of the array's job.</param>
/// <param name="Task">Its place in the array, or null where it is no array.</param>
/// <param name="State">In SLURM's words.</param>
/// <param name="Reason">Why it waits, or empty.</param>
public sealed record QueuedTask(string Job, int? Task, string State, string Reason)
{
    /// <summary>Reads <c>123_4|PENDING|Resources</c>, line by line.</summary>
    public static IReadOnlyList<QueuedTask> ReadQueue(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Read(line.Trim().Split('|')))];

    private static QueuedTask Read(string[] fields)
    {
        var id = fields[0].Split('_');
        int? task = id.Length > 1 && int.TryParse(id[1], out var number) ? number : null;
        return new QueuedTask(id[0], task, fields.ElementAtOrDefault(1) ?? "", fields.ElementAtOrDefault(2) is null or "None" ? "" : fields[2]);
    }
}
