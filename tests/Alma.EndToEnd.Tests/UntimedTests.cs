using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>No test measures time: on a slow machine it would fail for no fault of the code. Benchmarks measure, in bench/.</summary>
public sealed partial class UntimedTests
{
    [Fact]
    public void Tests_OfAllProjects_MeasureNoTime()
    {
        var timed = new[] { "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.In(folder), "*Tests.cs", SearchOption.AllDirectories))
            .Where(file => Clock.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file));

        Assert.Equal([Path.GetRelativePath(Repository.Root, Repository.In("tests", "Alma.EndToEnd.Tests", "UntimedTests.cs"))], timed);
    }

    [GeneratedRegex(@"\b(Stopwatch|GetElapsedTime|GetTimestamp|TotalProcessorTime|UserProcessorTime|TickCount64)\b")]
    private static partial Regex Clock { get; }
}
