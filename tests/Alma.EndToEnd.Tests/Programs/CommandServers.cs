using Alma.EndToEnd.Tests.Programs;

[assembly: AssemblyFixture(typeof(CommandServers))]

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>Ends the processes that wait for further commands when all tests are through.</summary>
public sealed class CommandServers : IDisposable
{
    public void Dispose() => CommandServer.EndAll();
}
