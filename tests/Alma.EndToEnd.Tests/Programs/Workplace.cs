using System.Diagnostics;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Testing;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A folder to work in that is gone after the test, with a home, the program <c>./alma</c>, and nothing else.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);
    private static readonly string program = System.IO.Path.Combine(AppContext.BaseDirectory, "alma.dll");
    private readonly TemporaryFolder folder = new();
    private readonly string dataFolder;

    /// <param name="dataFolder">What ALMA_DATA says; by default a folder that is not there.</param>
    public Workplace(string? dataFolder = null)
    {
        this.dataFolder = dataFolder ?? In("data");
        Directory.CreateDirectory(Home);
        ExecutableFile.Write(In("alma"), $"#!/bin/sh\nexec dotnet '{program}' \"$@\"\n");
    }

    public string Path => folder.FullPath;

    public string Home => In("home");

    /// <summary>
    /// Further variables of what is run here. A run of a second wastes half of its processor time where its hot methods are compiled again
    /// at once, as alma asks for; here that is put off by 100 ms.
    /// </summary>
    public Dictionary<string, string> Environment { get; } = new() { ["DOTNET_TC_CallCountingDelayMs"] = "64" }; // hexadecimal

    public string In(string name) => folder.File(name);

    public string Write(string name, string text) => folder.Write(name, text);

    /// <summary>Runs <c>alma</c> to its end.</summary>
    public ProgramResult Alma(params string[] arguments)
    {
        using var running = Start(arguments);
        return running.WaitForEnd();
    }

    /// <summary>
    /// Runs <c>alma</c> to its end in a process that has run others, which is many times faster. For what does not depend on a fresh one.
    /// </summary>
    public ProgramResult Typed(params string[] arguments) =>
        CommandServer.Run(Path, new Dictionary<string, string> { ["ALMA_DATA"] = dataFolder, ["HOME"] = Home }, arguments);

    /// <summary>Starts <c>alma</c> and lets it run.</summary>
    public RunningProgram Start(params string[] arguments) => new(
        OperatingSystem.IsLinux()
            // Where these tests are run in the background of a script, they are told to ignore signals, and would pass that on.
            ? Command("env", ["--default-signal=INT,HUP", "dotnet", program, .. arguments])
            : Command("dotnet", [program, .. arguments]),
        patience);

    /// <summary>Starts another program of the repository and lets it run.</summary>
    public RunningProgram StartBuilt(string project, params string[] arguments) =>
        new(Command("dotnet", [BuiltProgram.Of(project), .. arguments]), patience);

    /// <summary>Runs lines of bash to their end, in this folder.</summary>
    public ProgramResult Bash(string lines, TimeSpan? longest = null)
    {
        using var running = new RunningProgram(Command("bash", ["-c", lines]), longest ?? patience);
        return running.WaitForEnd();
    }

    /// <summary>The run that was started last.</summary>
    public RunFolder NewestRun() => RunFolder.Open(In(Runs()[0].Path));

    public IReadOnlyList<CatalogEntry> Runs() => RunCatalog.List(Path);

    public void Dispose() => folder.Dispose();

    private ProcessStartInfo Command(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = Path };
        foreach (var name in new[] { "ALMA_CONFIGS", "ALMA_COMMAND" }) start.Environment.Remove(name);
        start.Environment["ALMA_DATA"] = dataFolder;
        start.Environment["HOME"] = Home;
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }
}
