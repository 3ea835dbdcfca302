using System.Diagnostics;
using Alma.Cli.Display;

namespace Alma.EndToEnd.Tests;

public sealed class ShellLinesTests
{
    [Theory]
    [InlineData("alma run mnist/test_usage_gmoe n_megabatches=2 replay=1 clmodel.max_epochs=200")]
    [InlineData("alma sweep mnist/test_finetune_mlp 'seed=range(0,5)' sweep_dir=runs/sweeps/mine --jobs 2")]
    [InlineData("alma query \"SELECT config(run, 'replay') AS replay, avg(error) FROM megabatches GROUP BY ALL\" 'runs/mnist/**'")]
    public void Of_ACommandAtAnyWidth_FitsAndIsTheSameWordsToAShell(string command)
    {
        var words = Words(command);
        var longest = command.Split(' ').Max(word => word.Length) + "       \\".Length;
        for (var width = 1; width <= 120; width++)
        {
            var lines = ShellLines.Of(command, "  ", width).ToList();

            Assert.All(lines, line => Assert.True(line.Length <= Math.Max(width, longest), $"{width}: {line}"));
            if (width % 10 == 0) Assert.Equal(words, Words(string.Join('\n', lines)));
        }
    }

    // What a shell makes of it; a break in quotes is as good as a blank to SQL.
    private static string Words(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"alma() {{ printf '[%s]' \"$@\"; }}\n{command}"])
        {
            RedirectStandardOutput = true
        })!;
        return string.Join(' ', shell.StandardOutput.ReadToEnd().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
