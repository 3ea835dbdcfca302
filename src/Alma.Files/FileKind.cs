namespace Alma.Files;

/// <summary>What stands at a path.</summary>
public enum FileKind
{
    None,

    /// <summary>A regular file, the only kind that ends and never makes its reader wait.</summary>
    File,
    Folder,
    Link,
    Pipe,
    Socket,
    Device,

    /// <summary>The system does not say; who opens it is told why.</summary>
    Unknown,
}
