using System.CommandLine;

namespace Alma.Cli.Commands;

/// <summary><c>alma completion</c>: the lines that make a shell complete commands, options and recipes.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> scripts = new()
    {
        ["bash"] = """
            _alma() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -F _alma alma ./alma
            """,
        ["zsh"] = """
            _alma() {
                local -a found
                found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -a found
            }
            compdef _alma alma ./alma
            """,
        ["fish"] = """
            complete -f -c alma -a '(alma "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. scripts.Keys]);
        var command = new Command("completion", "Print what makes a shell complete alma's commands, options and recipes.") { shell };
        command.SetAction(parsed => Console.Out.WriteLine(scripts[parsed.GetValue(shell)!]));
        return AlmaCommand.WithExamples(command, "eval \"$(./alma completion bash)\"");
    }
}
