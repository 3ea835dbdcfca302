using System.CommandLine;

namespace Alma.Cli.Commands;

/// <summary>The options that say how a sweep is run.</summary>
internal sealed class SweepArguments
{
    private readonly Option<int?> jobCount = new("--jobs")
    {
        Description = "Jobs at once (default: one per processor; on a cluster hydra.launcher.array_parallelism).",
        HelpName = "N"
    };
    private readonly Option<string> launcher = new("--launcher")
    {
        Description = "Who runs the jobs: local or slurm (default local).",
        HelpName = "NAME"
    };
    private readonly Option<bool> retryFailed = new("--retry-failed") { Description = "Start jobs again that failed." };
    private readonly Option<bool> waits = new("--wait") { Description = "Wait for the jobs that a cluster has." };
    private readonly Option<bool> reports = new("--report") { Description = "Make a report once all jobs have ended." };
    private readonly Option<bool> isDry = new("--dry-run") { Description = "Check and list the jobs without starting any." };

    public SweepArguments()
    {
        jobCount.Validators.Add(result => { if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--jobs must be at least 1."); });
        launcher.AcceptOnlyFromAmong(SweepChoices.Local, SweepChoices.Slurm);
    }

    private IReadOnlyList<Option> OfSweeps => [jobCount, launcher, retryFailed, waits, reports];

    /// <param name="isSweep">
    /// The option without which the command runs one run and takes none of these but <c>--dry-run</c>; null for a command of sweeps.
    /// </param>
    public void AddTo(Command command, Option<bool>? isSweep = null)
    {
        foreach (var option in OfSweeps.Append(isDry))
        {
            option.Hidden = isSweep is not null && option != isDry;
            command.Options.Add(option);
        }

        if (isSweep is null) return;
        command.Validators.Add(result =>
        {
            if (!result.GetValue(isSweep)
                && OfSweeps.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } misplaced)
                result.AddError($"{misplaced.Name} is for sweeps: add -m, or type '{CommandName.Text} sweep'.");
        });
    }

    /// <summary>Adds those that say who runs jobs, to a command that plans them and waits for them itself.</summary>
    public void AddLaunchingTo(Command command)
    {
        foreach (var option in new Option[] { jobCount, launcher, retryFailed }) command.Options.Add(option);
    }

    /// <summary>Whether nothing is to be started.</summary>
    public bool IsDry(ParseResult parsed) => parsed.GetValue(isDry);

    public SweepChoices Choices(ParseResult parsed) => new()
    {
        JobCount = parsed.GetValue(jobCount),
        Launcher = parsed.GetValue(launcher),
        RetryFailed = parsed.GetValue(retryFailed),
        Waits = parsed.GetValue(waits),
        Reports = parsed.GetValue(reports),
        IsDry = parsed.GetValue(isDry),
    };
}
