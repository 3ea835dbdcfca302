using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>The short form of what docs/security.md tells of: some hundred damaged inputs for every parser.</summary>
public sealed class FuzzingTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Parsers_GivenDamagedInput_ReadOrRefuseIt()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Alma.Fuzzing", configuration, "Alma.Fuzzing.dll"));

        var rows = workplace.Bash($"dotnet '{program}' --inputs 700").Succeeded().Output.Skip(1).ToList();

        Assert.Equal(28, rows.Count);
        // some read, some refused, none failed
        Assert.All(rows, row => Assert.Matches(@"^[a-z-]+ +(700|35) +[1-9]\d* +[1-9]\d* +0 ", row));
    }
}
