using Alma.Cli.Display;
using Alma.EndToEnd.Tests.Programs;
using Alma.GeneratedRuns;
using Alma.Launching;
using Alma.Launching.States;
using Alma.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// Names, values and messages from anybody neither steer the terminal nor keep a command from ending, however narrow it is.
/// </summary>
public sealed class PrintedTextTests : IDisposable
{
    private const string Odd = "\u001B[31m红😀\u0007\u202E\u009B2J";
    private const string Spelled = @"\u001B[31m红😀\u0007\u202E\u009B2J";
    private readonly Workplace workplace = new();

    public PrintedTextTests()
    {
        var run = new GeneratedRun { Recipe = Odd, MegabatchCount = 1, EpochCount = 1 }.Write(workplace.In($"runs/{Odd}"));
        (RunManifest.Read(run) with { Host = Odd, Device = Odd, State = RunState.Failed, Error = Odd }).Write(run);
        new GeneratedRun { Recipe = "made/growing", MegabatchCount = 1, EpochCount = 1 }.Write(workplace.In("runs/plain"));
        workplace.Write($"configs/{Odd}.yaml", $"# It is {Odd}\n{File.ReadAllText(Repository.In("configs", "digits", "gmoe.yaml"))}");
    }

    public void Dispose() => workplace.Dispose();

    public static TheoryData<string[]> Commands => [.. commands.Select(command => new TheoryDataRow<string[]>(command))];

    private static readonly string[][] commands =
    [
        ["runs"], ["runs", Odd], ["watch", "--once", "--all"], ["watch", Odd], ["compare", "runs"], ["compare", "runs", "--group-by", Odd],
        ["compare", "runs", "--against", Odd],
        ["query", $"SELECT *, '{Odd}' AS \"{Odd}\" FROM runs"], ["query", $"SELECT {Odd}"], ["query", "FROM configs", Odd],
        ["query", "FROM runs", "-o", $"{Odd}.json"], ["export", "--csv", $"tables/{Odd}"],
        ["config", "list"], ["config", "show", Odd, $"{Odd}=1"], ["config", "show", $"{Odd}/x"], ["config", "list", "-cp", Odd],
        ["run", $"+{Odd}=1"], ["run", Odd, "seed=x"], ["resume", Odd], ["resume", $"runs/{Odd}"],
        ["report", $"runs/{Odd}", "-o", $"{Odd}.html"], ["plot", "runs/plain", "-o", $"{Odd}.png"], ["sweep", "--dry-run", Odd, "seed=0,1"],
        ["sweep", "status", Odd], ["sweep", "logs", Odd], ["sweep", "--file", Odd],
        ["data", "list", "--data-dir", Odd], ["data", "check", Odd], ["data", "check", "mnist", "--data-dir", Odd], ["doctor"], [Odd],
        ["completion", Odd], ["--help"], ["[suggest:5]", "alma run "],
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_GivenOddText_PrintsItSpelledOut(string[] command)
    {
        var result = workplace.Typed(command);

        var printed = string.Join('\n', [.. result.Output, .. result.Errors]);
        Assert.DoesNotContain(printed, letter => letter is not ('\n' or '\t') && (char.IsControl(letter) || letter == '\u202E'));
        Assert.Equal(printed.Contains("[31m", StringComparison.Ordinal), printed.Contains(@"\u001B[31m", StringComparison.Ordinal));
        Assert.DoesNotContain("   at Alma.", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_InAPipe_HasTextAsItStands() =>
        Assert.Contains(Odd, workplace.Typed("query", "SELECT name FROM runs", "--csv").Succeeded().Output);

    [Fact]
    public void Runs_WithAnOddName_ShowsIt() =>
        Assert.Contains($"runs/{Spelled}", workplace.Typed("runs").Succeeded().OutputText, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "runs")]
    [InlineData(7, "query 'SELECT * FROM runs'")]
    [InlineData(3, "--help")]
    [InlineData(48, "compare runs")]
    [InlineData(160, "query 'SELECT * FROM runs'")]
    public void Command_OnATerminalOfThisWidth_EndsWithLinesThatFit(int width, string command)
    {
        if (!OperatingSystem.IsLinux()) return;

        var lines = workplace.Bash($"script -qec \"stty cols {width}; ./alma {command}\" /dev/null </dev/null").Succeeded().Output;

        Assert.All(lines, line => Assert.InRange(new Segment(Plain(line)).CellCount(), 0, width));
        Assert.InRange(lines.Count, 3, 100_000);
    }

    [Fact]
    public void ViewsOfTheCommandLine_AtAnyWidth_EndFitAndSteerNothing()
    {
        List<SweepJob> jobs = [.. new[] { $"lr=0.5,{Odd}=1", $"lr=0.5,{Odd}=2", "seed=0", new string('x', 300), "数据集=一二三四五六七八九十" }.Select(
            name => new SweepJob(name, [], ""))];
        List<JobStatus> states = [.. jobs.Select((job, k) => new JobStatus(job, (JobState)(k % 6), k, 9, 0.5, k % 2 == 0 ? Odd : null))];
        var sweep = new LiveSweepWatcher();
        sweep.RungStarted(states, jobs.Count);
        sweep.Noted(Odd);
        foreach (var job in jobs)
        {
            sweep.Started(job);
            sweep.Printed(job, $"megabatch {Odd}");
        }

        var bars = new BarList();
        foreach (var job in jobs) bars.Add(new Bar(PrintableText.Line(job.Name)) { Fraction = 0.5 });
        for (var width = 1; width <= 400; width++)
        {
            foreach (var view in new[]
            {
                SweepTable.Of(states),
                PlainRows.Of([.. jobs.Select(job => (string[])[job.Name, Odd, job.Name])]),
                sweep.View(width, 1 + (width % 20)),
                bars.View(width, 1 + (width % 20)),
                new Alma.Reports.Tables.WrappedText(Odd)
            })
            {
                var lines = Shown(view, width).Split('\n');
                Assert.All(lines, line => Assert.InRange(new Segment(line).CellCount(), 0, width));
                Assert.All(lines, line => Assert.DoesNotContain(line, letter => char.IsControl(letter) || letter == '\u202E'));
            }
        }
    }

    private static string Plain(string line) =>
        System.Text.RegularExpressions.Regex.Replace(line, "\u001B\\[[0-9;?]*[A-Za-z=]|\u001B=|\r", "");

    private static string Shown(IRenderable view, int width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text)
        });
        console.Profile.Width = width;
        console.Write(view);
        return text.ToString();
    }
}
