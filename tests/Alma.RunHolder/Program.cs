// A process for the tests of locks. Each line that it reads names a folder: it takes the lock, says so, and keeps it, or says why not.
using Alma.Runs;
using Alma.Runs.Locking;

var held = new List<RunLock>();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    try
    {
        held.Add(line.StartsWith("new ", StringComparison.Ordinal)
            ? RunLock.Create(line[4..], TimeProvider.System)
            : RunLock.Acquire(RunFolder.Open(line), TimeProvider.System));
        Console.WriteLine("held");
    }
    catch (RunFolderException refused)
    {
        Console.WriteLine($"refused: {refused.Message}");
    }
}
foreach (var folder in held) folder.Dispose();
