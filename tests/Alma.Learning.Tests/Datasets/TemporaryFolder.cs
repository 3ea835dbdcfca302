namespace Alma.Learning.Tests.Datasets;

/// <summary>An empty folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("alma-test-").FullName;

    public string Write(string name, byte[] content)
    {
        var path = Path.GetFullPath(Path.Combine(FullPath, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
