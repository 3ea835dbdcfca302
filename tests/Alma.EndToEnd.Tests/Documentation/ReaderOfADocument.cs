using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs.Catalog;

namespace Alma.EndToEnd.Tests.Documentation;

/// <summary>
/// Someone who types a document's commands one after the other in a folder with <c>./alma</c> and <c>configs/</c>. RUN stands for
/// the newest run; for <c>resume</c> it is one that was just killed. Where no command has made a run yet, a small one is made.
/// </summary>
internal sealed partial class ReaderOfADocument : IDisposable
{
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(12);
    private static readonly string[] plain = ["config", "compare", "data", "export", "plot", "query", "report"];
    private const int Terminated = 143;
    private readonly Workplace workplace;
    private RunningProgram? serving;

    /// <param name="dataFolder">What ALMA_DATA says; by default a folder that is not there.</param>
    public ReaderOfADocument(string? dataFolder)
    {
        workplace = new Workplace(dataFolder);
        Directory.CreateSymbolicLink(workplace.In("configs"), Repository.In("configs"));
    }

    /// <summary>Types a command.</summary>
    /// <returns>What was wrong with it, or null.</returns>
    public string? Type(DocumentedCommand command) => command.Serves
        ? Serve(command)
        : Run(command, command.On(RunFor(command)));

    /// <summary>Checks a command that takes long without running it: what it is to run must resolve.</summary>
    public string? Check(DocumentedCommand command) =>
        command.IsRun ? Run(command, "./alma config show " + command.Text["./alma run ".Length..]) : null;

    public void Dispose()
    {
        serving?.Dispose();
        workplace.Dispose();
    }

    // A server goes on beside the commands after it, until the next one is started.
    private string? Serve(DocumentedCommand command)
    {
        string? problem = null;
        if (serving is not null)
        {
            serving.Signal("TERM");
            var ended = serving.WaitForEnd();
            if (ended.ExitCode != Terminated) problem = $"{command}\nthe server before it ended with {ended.ExitCode}";
            serving.Dispose();
        }

        serving = workplace.Start(Words(command.On(RunFor(command))));
        serving.WaitForLine("Listening on ");
        return problem;
    }

    private string? Run(DocumentedCommand command, string line)
    {
        var result = IsPlain(line) ? workplace.Typed(Words(line)) : workplace.Bash(line, longest);
        return result.ExitCode == 0
            ? null
            : $"{command}\nended with {result.ExitCode}:\n{string.Join('\n', result.Errors)}\n{result.OutputText}";
    }

    // Bash alone runs what has more of its grammar than words; a sweep and what follows a run are processes of their own.
    private static bool IsPlain(string line) =>
        plain.Any(command => line.StartsWith($"./alma {command} ", StringComparison.Ordinal))
        && Quoted.Replace(line, "").IndexOfAny(['|', '>', '<', '&', ';', '$']) < 0;

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted { get; }

    private string[] Words(string line) =>
        [.. workplace.Bash($"printf '%s\\n' {line["./alma ".Length..]}").Succeeded().Output];

    private string RunFor(DocumentedCommand command)
    {
        if (!command.NeedsRun) return "";
        if (command.IsResume) Kill();
        else if (Newest() is null) workplace.Alma("run", "clmodel.max_epochs=2").Succeeded();
        return Path.GetRelativePath(workplace.Path, Newest()!);
    }

    private string? Newest() => RunCatalog.List(workplace.In("runs")) is [var newest, ..] ? newest.Path : null;

    private void Kill()
    {
        using var running = workplace.Start("run");
        running.WaitForLine("megabatch 2/4, epoch 1/");
        running.Signal("KILL");
        running.WaitForEnd();
    }
}
