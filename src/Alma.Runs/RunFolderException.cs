namespace Alma.Runs;

/// <summary>A run folder does not hold what it should. The message, for people at the console, names the file and what is wrong.</summary>
public sealed class RunFolderException : Exception
{
    public RunFolderException(string message)
        : base(message)
    {
    }

    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
