namespace Alma.EndToEnd.Tests.Programs;

/// <summary>Waits for something that other processes bring about.</summary>
internal static class Patience
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(250);

    public static void Until(Func<bool> isTrue, TimeSpan longest, Func<string> explain)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(started) > longest)
                Assert.Fail($"It did not come to that within {longest}.\n{explain()}");
            Thread.Sleep(interval);
        }
    }
}
