namespace Alma.Runs;

/// <summary>A run folder does not hold what it should. The message, for people at the console, names the file and what is wrong.</summary>
public class RunFolderException : Exception
{
    public RunFolderException(string message)
        : base(message)
    {
    }

    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What would mend it, where whoever asks can ask for that.</summary>
    public RunFolderNeed? Need { get; init; }
}

/// <summary>
/// What would mend what is wrong with a run folder. How one asks for it is for those to say who know how one asks: by flags, by a config.
/// </summary>
public enum RunFolderNeed
{
    /// <summary>Another folder for the run.</summary>
    OtherFolder,

    /// <summary>Another folder for the run, or that the run in this one goes on.</summary>
    OtherFolderOrResume,

    /// <summary>A run that keeps its models.</summary>
    KeptModels,
}

/// <summary>
/// A run folder is held by a process that cannot be seen from here. It may be gone: then whoever knows that may take the folder over
/// (<see cref="Locking.RunLock.Acquire"/>).
/// </summary>
/// <param name="patience">After so long without a sign of life from the holder the folder is free.</param>
public sealed class RunHeldException(string message, TimeSpan patience) : RunFolderException(message)
{
    public TimeSpan Patience { get; } = patience;
}

/// <summary>A run folder was deleted or moved while its run was at work; where it was moved, the run can go on there.</summary>
public sealed class RunGoneException(string message) : RunFolderException(message);

/// <summary>What goes wrong in reading a run is a fault of that run, which hides no other.</summary>
public static class RunFault
{
    // Whatever a damaged file makes a reader throw; only what is asked from outside, or wants of the whole process, is none of it.
    public static bool Matches(Exception fault) => fault is not (OperationCanceledException or OutOfMemoryException);

    /// <summary>In one line, however the files that it is about are called.</summary>
    public static string Describe(string path, Exception fault) => PrintableText.Line(
        fault is RunFolderException or IOException or UnauthorizedAccessException
            ? fault.Message
            : $"{path} cannot be read: {fault.Message}",
        most: 1000);
}
