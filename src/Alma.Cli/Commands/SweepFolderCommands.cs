using System.CommandLine;
using Alma.Cli.Display;
using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Launching.Local;
using Alma.Launching.Slurm;
using Alma.Launching.States;
using Alma.Runs;

namespace Alma.Cli.Commands;

/// <summary><c>alma sweep status</c>, <c>cancel</c> and <c>logs</c>: a sweep from any shell, whoever started it.</summary>
internal static class SweepFolderCommands
{
    /// <summary>How to see the jobs of a sweep.</summary>
    public const string AdviceOnJobs = "'alma sweep status' lists its jobs.";

    private const int DefaultLineCount = 20;

    public static IEnumerable<Command> Create() => [Status(), Cancel(), Logs()];

    /// <summary>Everyone who may have jobs of a sweep.</summary>
    public static IReadOnlyList<ILauncher> Engines(ISweepWatcher watcher) =>
    [
        new LocalLauncher(new LocalOptions(), JobProgram.OfThisProcess(), watcher, TimeProvider.System),
        new SlurmLauncher(new SlurmOptions(), new SlurmCommands(), JobProgram.OfThisProcess(), watcher),
    ];

    private static Command Status()
    {
        var path = Folder();
        var command = new Command("status", "Show the state of each job of a sweep.") { path };
        command.SetAction(parsed => SweepEnding.Print(SweepFolder.Open(parsed.GetValue(path)!)));
        return AlmaCommand.WithExamples(command, "alma sweep status runs/sweeps/mine");
    }

    private static Command Cancel()
    {
        var path = Folder();
        var command = new Command("cancel", "Ask the jobs of a sweep to save themselves and to end.") { path };
        command.SetAction(parsed =>
        {
            var folder = SweepFolder.Open(parsed.GetValue(path)!);
            List<string> answers = [.. Engines(new LineSweepWatcher()).SelectMany(launcher => launcher.Cancel(folder))];
            foreach (var answer in answers) Terminal.Out.WriteLine(answer);
            if (answers.Count == 0) Terminal.Out.WriteLine($"Nothing of {folder.Path} is running or waiting.");
        });
        return AlmaCommand.WithExamples(command, "alma sweep cancel runs/sweeps/mine");
    }

    private static Command Logs()
    {
        var path = Folder();
        var name = new Argument<string?>("job")
        {
            Description = "The job, as alma sweep status lists it (default: all).",
            Arity = ArgumentArity.ZeroOrOne
        };
        var lineCount = new Option<int>("--lines", "-n")
        {
            Description = $"The last lines of each (default {DefaultLineCount}).",
            DefaultValueFactory = _ => DefaultLineCount
        };
        var command = new Command("logs", "Print what jobs of a sweep printed last.") { path, name, lineCount };
        command.SetAction(parsed =>
        {
            var folder = SweepFolder.Open(parsed.GetValue(path)!);
            var record = SweepRecord.Read(folder);
            Show(folder, parsed.GetValue(name) is { } one ? [record.Find(one, AdviceOnJobs)] : record.Jobs, parsed.GetValue(lineCount));
        });
        return AlmaCommand.WithExamples(
            command, "alma sweep logs runs/sweeps/mine", "alma sweep logs runs/sweeps/mine lr=0.5,seed=1 -n 100");
    }

    private static void Show(SweepFolder folder, IReadOnlyList<SweepJob> jobs, int lineCount)
    {
        var engines = Engines(new LineSweepWatcher());
        foreach (var (job, log) in jobs.SelectMany(job => engines.Select(launcher => (job, launcher.LogFile(folder, job)))))
        {
            if (log is null) continue;
            Terminal.Out.WriteLine($"{job.Name} ({OneLine(log)})");
            if (!folder.IsOwnFile(log))
            {
                if (Path.Exists(log)) Terminal.Out.WriteLine("  not shown: it is no file in the sweep's own folder, or a link leads to it");
                continue;
            }

            foreach (var line in Lines(log, lineCount)) Terminal.Out.WriteLine($"  {OneLine(line)}");
        }
    }

    private static IReadOnlyList<string> Lines(string log, int count)
    {
        try
        {
            return LogTail.Lines(log, count);
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return [RunFault.Describe(log, fault)];
        }
    }

    // A carriage return would have what follows it hide what came before.
    private static string OneLine(string text) => Printable.Of(text.TrimEnd('\r'))
        .Replace("\r", "\\u000D", StringComparison.Ordinal)
        .Replace("\n", "\\u000A", StringComparison.Ordinal);

    private static Argument<string> Folder() => new("folder") { Description = "The sweep's folder." };
}
