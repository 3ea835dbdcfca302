using Alma.Config;
using Alma.Learning;

namespace Alma.Experiments;

/// <summary>What data has to be imported for, or how it has to be imported again.</summary>
public enum ImportNeed
{
    /// <summary>Files of one's own can only be learned from once they are imported.</summary>
    Import,

    /// <summary>The data has no times, and is to be cut by them.</summary>
    Times,

    /// <summary>The data has no examples to test on.</summary>
    Tests,
}

/// <summary>
/// A config asks for data that was not imported so that it can have it. How one imports, whoever shows the message knows.
/// </summary>
/// <param name="need">What is missing.</param>
/// <param name="folder">Where the files are, if they are known.</param>
/// <param name="key">The section of the config that is wrong.</param>
public sealed class OwnDataException(string message, ImportNeed need, string key, string? folder = null) : ConfigException(message)
{
    public ImportNeed Need { get; } = need;

    public string Key { get; } = key;

    public string? Folder { get; } = folder;
}

/// <summary>A store has no times, and is to be cut by them.</summary>
internal sealed class NoTimesException(string store) : LearningException($"by: time needs times, and {store} has none.");
