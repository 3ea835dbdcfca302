namespace Alma.Runs.TensorBoard;

/// <summary>When the points of earlier TensorBoard files were measured: a file made anew for a resumed run keeps those times.</summary>
internal sealed class EventWallTimes
{
    private readonly Dictionary<TensorBoardPoint, double> times = [];

    public static EventWallTimes Read(IEnumerable<string> paths)
    {
        var wallTimes = new EventWallTimes();
        foreach (var path in paths)
            wallTimes.Add(path);
        return wallTimes;
    }

    public double? At(TensorBoardPoint point) => times.TryGetValue(point, out var time) ? time : null;

    private void Add(string path)
    {
        try
        {
            foreach (var entry in TensorBoardEventReader.Read(path))
                foreach (var value in entry.Values)
                    times[new TensorBoardPoint(value.Tag, entry.Step)] = entry.WallTime;
        }
        catch (Exception fault) when (fault is RunFolderException or IOException)
        {
            // The process was killed within a record: what came before it is good, and no number is taken from here.
        }
    }
}
