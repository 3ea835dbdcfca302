using System.Diagnostics;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>How soon alma answers, and what it can do without loading LibTorch, which takes most of the time.</summary>
public sealed class StartUpTests(StartUpTests.ManagedProgram managed) : IDisposable, IClassFixture<StartUpTests.ManagedProgram>
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("runs")]
    [InlineData("config list")]
    [InlineData("config show digits/gmoe")]
    [InlineData("data list")]
    [InlineData("query --schema")]
    public void Command_ThatComputesNothing_WorksWhereLibTorchIsMissing(string command) => managed.Run(command).Succeeded();

    [Fact]
    public void Command_ThatComputes_FailsWhereLibTorchIsMissing() => Assert.NotEqual(0, managed.Run("doctor").ExitCode);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Help_AskedForTenTimes_ComesOnceWithin300Milliseconds() =>
        Assert.InRange(Fastest(10, "Usage:", "--help"), 0, 0.3);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Training_OfTheDigitsBegunFiveTimes_HasOnceDoneAnEpochWithin2Seconds() =>
        Assert.InRange(Fastest(5, "epoch 1/", "run", "digits/gmoe", "stop_after=1", "clmodel.max_epochs=1"), 0, 2);

    // Seconds until a line comes. The fastest of several starts: other work on the machine slows each, but not all.
    private double Fastest(int starts, string line, params string[] arguments) => Enumerable.Range(0, starts).Min(_ =>
    {
        workplace.Environment.Clear(); // as users start it
        var start = Stopwatch.GetTimestamp();
        using var running = workplace.Start(arguments);
        running.WaitForLine(line);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        running.WaitForEnd().Succeeded();
        return seconds;
    });

    /// <summary>The managed part of the program alone, in a folder with a run. The list of its parts is left out too, since it names the others.</summary>
    public sealed class ManagedProgram : IDisposable
    {
        private readonly Workplace workplace = new();

        public ManagedProgram()
        {
            workplace.Alma("run", "stop_after=1", "clmodel.max_epochs=1").Succeeded();
            var folder = Directory.CreateDirectory(workplace.In("managed"));
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Append(Path.Combine(AppContext.BaseDirectory, "alma.runtimeconfig.json")))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        public void Dispose() => workplace.Dispose();

        internal ProgramResult Run(string command) =>
            workplace.Bash($"ALMA_CONFIGS='{Repository.In("configs")}' dotnet '{workplace.In("managed/alma.dll")}' {command}");
    }
}
