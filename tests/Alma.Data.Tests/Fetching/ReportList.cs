namespace Alma.Data.Tests.Fetching;

/// <summary>Keeps what is reported, at once and in order.</summary>
internal sealed class ReportList<T>(Action<T>? also = null) : IProgress<T>
{
    public List<T> Items { get; } = [];

    public void Report(T value)
    {
        Items.Add(value);
        also?.Invoke(value);
    }
}
