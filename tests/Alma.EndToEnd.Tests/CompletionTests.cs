using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("./alma run mnist/te", "mnist/test_finetune_lenet5 mnist/test_finetune_mlp mnist/test_finetune_moe mnist/test_usage_gmoe")]
    [InlineData("./alma res", "resume")]
    [InlineData("./alma data fetch fa", "fashion_mnist")]
    [InlineData("./alma run --config-n", "--config-name")]
    public void BashCompletion_WordBegun_IsCompleted(string typed, string completions)
    {
        var lastWord = typed.Split(' ').Length - 1;

        var found = workplace.Bash(
            $"""
            eval "$(./alma completion bash)"
            complete -p ./alma >/dev/null || exit 1
            COMP_LINE='{typed}' COMP_POINT={typed.Length} COMP_WORDS=({typed}) COMP_CWORD={lastWord}
            _alma
            printf '%s\n' "$COMPREPLY" "{"${COMPREPLY[@]:1}"}"
            """).Succeeded().Output;

        Assert.Equal(completions.Split(' '), found.Where(word => word.Length > 0).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("zsh", "compdef _alma alma")]
    [InlineData("fish", "complete -f -c alma")]
    public void Completion_OfAnotherShell_IsOfThatShell(string shell, string command) =>
        Assert.Contains(command, workplace.Alma("completion", shell).Succeeded().OutputText);
}
