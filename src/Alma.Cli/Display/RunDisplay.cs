using Alma.Experiments;
using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>Shows a run as it goes on: a bar per megabatch on a terminal, a line per epoch in a pipe.</summary>
internal static class RunDisplay
{
    public static void Show(Action<IRunWatcher> run)
    {
        if (!Terminal.IsInteractive)
        {
            run(new LineWatcher());
            return;
        }
        Terminal.Out.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new RemainingTimeColumn())
            .Start(context => run(new BarWatcher(context)));
    }
}
