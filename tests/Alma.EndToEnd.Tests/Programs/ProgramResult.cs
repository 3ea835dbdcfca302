namespace Alma.EndToEnd.Tests.Programs;

/// <summary>What a program left when it ended.</summary>
internal sealed record ProgramResult(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)
{
    public string OutputText => string.Join('\n', Output) + '\n';

    /// <summary>Fails the test, with all that was printed, unless the program ended well.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.\n{string.Join('\n', Errors)}\n{OutputText}");
        return this;
    }

    /// <summary>Fails the test unless the program refused with a single line, which is returned without its <c>error: </c>.</summary>
    public string RefusedInOneLine()
    {
        Assert.Equal(1, ExitCode);
        var line = Assert.Single(Errors);
        Assert.StartsWith("error: ", line);
        return line["error: ".Length..];
    }
}
