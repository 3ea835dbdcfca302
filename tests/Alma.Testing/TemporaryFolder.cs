namespace Alma.Testing;

/// <summary>An empty folder for what a test writes. It is gone after the test, however that ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Its path, without a slash at the end.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("alma-test-").FullName;

    /// <summary>The path of a file or folder in it, which need not be there.</summary>
    /// <param name="name">A name, or a path from here.</param>
    public string File(string name) => Path.GetFullPath(Path.Combine(FullPath, name));

    /// <summary>A path in it that nothing has and that no call has given before.</summary>
    public string NewPath() => File(Guid.NewGuid().ToString("N"));

    /// <summary>Writes a file, and the folders above it.</summary>
    /// <returns>The file's path.</returns>
    public string Write(string name, string text)
    {
        var path = Above(File(name));
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string name, byte[] content)
    {
        var path = Above(File(name));
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Deletes it with all it holds. A link in it goes; what the link names stays.</summary>
    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    private static string Above(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
