using DuckDB.NET.Data;

namespace Alma.Reports.Queries;

/// <summary>
/// Breaks off a statement when that is asked for, as long as it is not disposed. It tells DuckDB again and again, which forgets what it was
/// told just before a statement began.
/// </summary>
internal sealed class StatementCancellation : IDisposable
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly Timer timer;
    private bool isOver;

    public StatementCancellation(DuckDBCommand command, CancellationToken cancellation) => timer = new Timer(
        _ =>
        {
            lock (gate)
            {
                if (!isOver && cancellation.IsCancellationRequested) command.Cancel();
            }
        },
        null,
        interval,
        interval);

    public void Dispose()
    {
        lock (gate) isOver = true;
        timer.Dispose();
    }
}
