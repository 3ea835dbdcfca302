using System.CommandLine;
using Alma.Cli.Display;

namespace Alma.Cli.Commands;

/// <summary><c>alma doctor</c>: what this machine computes with, and what is wrong.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Report versions, threads, CPU, GPU and data, and what is wrong with them.");
        command.SetAction(_ => Report());
        return AlmaCommand.WithExamples(command, "alma doctor");
    }

    private static int Report()
    {
        var report = MachineReport.OfThisMachine();
        Terminal.Out.Write(PlainRows.Of([.. report.Findings.Select(found => (string[])[found.What, found.Finding])]));
        foreach (var problem in report.Problems) Terminal.Out.WriteLine($"wrong: {problem}");
        if (report.Problems.Count == 0) Terminal.Out.WriteLine("Nothing is wrong.");
        return report.Problems.Count == 0 ? 0 : Failures.Error;
    }
}
