using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Alma.Cli;

/// <summary>The usual help of a command, and examples to copy below it.</summary>
internal sealed class HelpWithExamples(HelpAction help, string[] examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return exitCode;
    }
}
