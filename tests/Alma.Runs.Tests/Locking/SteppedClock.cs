namespace Alma.Runs.Tests.Locking;

/// <summary>The system's clock, but timers fire when a test says so.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly List<Timer> timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        timers.Add(timer);
        return timer;
    }

    public void Tick() => timers.ForEach(timer => timer.Fire());

    private sealed class Timer(Action callback) : ITimer
    {
        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
