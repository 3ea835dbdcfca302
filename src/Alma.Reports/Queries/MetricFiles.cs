using System.Buffers;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>
/// The files of metric rows as DuckDB may read them. It takes a half line at the end for damage and a name with <c>*</c> for a pattern:
/// such files, and those of runs that are at work, are copied up to their last whole line and read from there.
/// </summary>
internal sealed class MetricFiles : IDisposable
{
    private static readonly SearchValues<char> patternLetters = SearchValues.Create("*?[]{}");
    private readonly Dictionary<string, string> copies = [];
    private readonly List<string> inPlace = [];
    private readonly Dictionary<ReadableRun, string> problems = [];
    private DirectoryInfo? folder;

    public MetricFiles(IEnumerable<ReadableRun> runs, CancellationToken cancellation)
    {
        try
        {
            foreach (var run in runs)
            {
                if (cancellation.IsCancellationRequested) throw new OperationCanceledException("No file was written.", cancellation);
                TryAdd(run);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> InPlace => inPlace;

    /// <summary>The copies, with the paths of their runs.</summary>
    public IReadOnlyDictionary<string, string> Copies => copies;

    /// <summary>The length of what follows a run's path in a name of <see cref="InPlace"/>.</summary>
    public int SuffixLength { get; private set; }

    public void Dispose() => folder?.Delete(recursive: true);

    /// <summary>What is wrong with runs whose files cannot be read, or are not there any more.</summary>
    public IReadOnlyDictionary<ReadableRun, string> Problems => problems;

    private void TryAdd(ReadableRun run)
    {
        try
        {
            Add(run);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or RunFolderException)
        {
            problems.Add(run, fault.Message);
        }
    }

    private void Add(ReadableRun run)
    {
        var file = Path.Combine(run.Path, Path.GetFileName(run.Folder.MetricsFile));
        SuffixLength = file.Length - run.Path.Length;
        if (!Directory.Exists(run.Path)) throw new RunFolderException($"{run.Path}: the run is not there any more.");
        if (!File.Exists(file) || new FileInfo(file).Length == 0) return; // a run that was killed before its first row
        if (run.Manifest.State == RunState.Running || file.AsSpan().ContainsAny(patternLetters) || !MetricLog.EndsWithLineFeed(file))
            copies.Add(Copy(file), run.Path);
        else inPlace.Add(file);
    }

    private string Copy(string file)
    {
        folder ??= Directory.CreateTempSubdirectory("alma-query-");
        var copy = Path.Combine(folder.FullName, $"{copies.Count}.jsonl");
        MetricLog.CopyRows(file, copy);
        return copy;
    }
}
