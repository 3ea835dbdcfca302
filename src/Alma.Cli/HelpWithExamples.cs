using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Alma.Cli.Display;
using Alma.Reports.Tables;

namespace Alma.Cli;

/// <summary>The usual help of a command, and examples to copy below it.</summary>
internal sealed class HelpWithExamples(HelpAction help, string[] examples) : SynchronousCommandLineAction
{
    // With less the library that writes help does not come to an end.
    private const int LeastWidth = 40;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var width = Terminal.Out.Profile.Width;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        help.MaxWidth = Math.Max(LeastWidth, width);
        var exitCode = help.Invoke(parseResult);
        text.WriteLine("Examples:");
        var room = Console.IsOutputRedirected ? int.MaxValue : width;
        foreach (var line in examples.SelectMany(example => ShellLines.Of(example, "  ", room))) text.WriteLine(line);
        text.WriteLine();
        parseResult.InvocationConfiguration.Output = output;
        output.Write(Console.IsOutputRedirected || width >= LeastWidth
            ? text.ToString()
            : string.Join(Environment.NewLine, LineWrap.Of(text.ToString(), width)));
        return exitCode;
    }
}
