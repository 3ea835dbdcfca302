using System.Diagnostics;

namespace Alma.Runs.Tests.Locking;

/// <summary>Another process that takes locks when it is told to.</summary>
internal sealed class HolderProcess : IDisposable
{
    private readonly Process process;

    public HolderProcess()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Alma.RunHolder", configuration, "Alma.RunHolder.dll"));
        process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("ready", Answer());
    }

    public int Id => process.Id;

    /// <param name="order">A folder, with "new " before it for one that is to be made.</param>
    public void Tell(string order)
    {
        process.StandardInput.WriteLine(order);
        process.StandardInput.Flush();
    }

    public string? Answer() => process.StandardOutput.ReadLine();

    /// <summary>Takes a lock and keeps it.</summary>
    public void Hold(string folder)
    {
        Tell(folder);
        Assert.Equal("held", Answer());
    }

    public void End()
    {
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
    }

    public void Kill()
    {
        process.Kill();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
