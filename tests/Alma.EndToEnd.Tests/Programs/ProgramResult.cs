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
        Assert.Single(Errors);
        return RefusedAfterWarnings();
    }

    /// <summary>
    /// Fails the test unless the program refused with a last line, which is returned without its <c>error:
    /// </c>; before it are only warnings.
    /// </summary>
    public string RefusedAfterWarnings()
    {
        Assert.True(ExitCode == 1, $"Exit code {ExitCode}.\n{string.Join('\n', Errors)}");
        Assert.All(Errors.SkipLast(1), line => Assert.StartsWith("warning: ", line));
        Assert.StartsWith("error: ", Errors[^1]);
        return Errors[^1]["error: ".Length..];
    }
}
