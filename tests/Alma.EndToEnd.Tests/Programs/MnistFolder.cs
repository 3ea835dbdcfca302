using System.Diagnostics;
using Alma.EndToEnd.Tests.Programs;
using Alma.Testing;

[assembly: AssemblyFixture(typeof(MnistFolder))]

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A data folder that holds MNIST: the one ALMA_DATA names, or a new one, fetched by alma when a test first asks.</summary>
public sealed class MnistFolder : IDisposable
{
    private readonly Lazy<string> fetched;
    private TemporaryFolder? temporary;

    public MnistFolder() => fetched = new Lazy<string>(Fetch);

    public string Path => fetched.Value;

    public void Dispose() => temporary?.Dispose();

    private string Fetch()
    {
        var path = Environment.GetEnvironmentVariable("ALMA_DATA");
        if (string.IsNullOrEmpty(path)) path = (temporary = new TemporaryFolder()).FullPath;
        var alma = System.IO.Path.Combine(AppContext.BaseDirectory, "alma.dll");
        using var fetch = new RunningProgram(
            new ProcessStartInfo("dotnet", [alma, "data", "fetch", "mnist", "--data-dir", path]), TimeSpan.FromMinutes(10));
        fetch.WaitForEnd().Succeeded();
        return path;
    }
}
