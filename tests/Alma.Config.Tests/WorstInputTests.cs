namespace Alma.Config.Tests;

/// <summary>What takes the most work for its length is read or refused with little of it: no config hangs the program.</summary>
public sealed class WorstInputTests
{
    // Of the most that is counted, read and resolved; an alias or a reference may go over it once.
    private const int MostWork = 2 * 10_000 + 100;
    private const long MostBytes = 100L << 20;
    private const int LongestError = 4100;

    public static TheoryData<string> Names => [.. WorstInputs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_WorstInput_TakesBoundedWork(string name)
    {
        var (yaml, overrides) = WorstInputs.All[name];
        Given.Tree("a: ${b}\nb: 1"); // what is loaded once is no input's work
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (work, error) = Parsed(yaml, overrides);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(work, 0, MostWork);
        Assert.InRange(allocated, 0, MostBytes);
        Assert.InRange(error.Length, 0, LongestError);
    }

    private static (int Work, string Error) Parsed(string yaml, string[] overrides)
    {
        try
        {
            var tree = Given.Tree(yaml, overrides);
            tree.ToYaml();
            return (tree.Work, "");
        }
        catch (ConfigException refusal)
        {
            return (0, refusal.Message);
        }
    }
}
