using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A process that runs alma for one command after the other. Commands at the same time each get one of their own.</summary>
internal sealed class CommandServer : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentBag<CommandServer> idle = [];

    private readonly string end = Guid.NewGuid().ToString("N");
    private readonly Process process;

    private CommandServer()
    {
        var start = new ProcessStartInfo("dotnet", [BuiltProgram.Of("Alma.CommandServer"), end])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var name in new[] { "ALMA_CONFIGS", "ALMA_COMMAND" }) start.Environment.Remove(name);
        process = Process.Start(start)!;
    }

    public static ProgramResult Run(string folder, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var server = idle.TryTake(out var waiting) ? waiting : new CommandServer();
        try
        {
            var result = server.Answer(JsonSerializer.Serialize(new { Folder = folder, Environment = environment, Arguments = arguments }));
            idle.Add(server);
            return result;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Ends all that wait.</summary>
    public static void EndAll()
    {
        while (idle.TryTake(out var server)) server.Dispose();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private ProgramResult Answer(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        var errors = Task.Run(() => Lines(process.StandardError));
        var output = Task.Run(() => Lines(process.StandardOutput));
        if (!Task.WaitAll([errors, output], patience)) Assert.Fail($"The command had not ended after {patience}: {command}");
        var (lines, ending) = output.Result;
        Assert.True(ending is not null, $"The program ended of itself over {command}\n{string.Join('\n', errors.Result.Lines)}");
        return new ProgramResult(int.Parse(ending[end.Length..]), lines, errors.Result.Lines);
    }

    // Null instead of the last line where the process has ended before it.
    private (IReadOnlyList<string> Lines, string? Ending) Lines(StreamReader reader)
    {
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(end, StringComparison.Ordinal)) return (lines, line);
            lines.Add(line);
        }
        return (lines, null);
    }
}
