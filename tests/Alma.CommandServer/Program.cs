// Runs alma for one command after the other in this process, which saves each a start of .NET and LibTorch: tests that start hundreds
// of runs talk to it. A command is a line of JSON; after what it prints comes, on both streams, the line that is this program's argument,
// on standard output with the exit code.
using System.Text.Json;
using Alma.Cli;
using Alma.CommandServer;

const int Crashed = 134;
var end = args[0];
while (Console.In.ReadLine() is { } line)
{
    var command = JsonSerializer.Deserialize<TypedCommand>(line)!;
    Environment.CurrentDirectory = command.Folder;
    foreach (var (name, value) in command.Environment) Environment.SetEnvironmentVariable(name, value);
    Console.Out.WriteLine($"{end} {await RunAsync(command.Arguments)}");
    Console.Error.WriteLine(end);
}

static async Task<int> RunAsync(string[] arguments)
{
    try
    {
        return await AlmaCommand.InvokeAsync(arguments);
    }
#pragma warning disable CA1031 // What would end the program and show a stack trace has to do so here.
    catch (Exception crash)
#pragma warning restore CA1031
    {
        Console.Error.WriteLine(crash);
        return Crashed;
    }
}
