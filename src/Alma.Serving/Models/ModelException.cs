namespace Alma.Serving.Models;

/// <summary>A model that cannot be used, or a file that is none; the message says what was found and what is valid.</summary>
public sealed class ModelException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the file is a model that others exported, or Alma in another form: an export by Alma would do.</summary>
    public bool IsForeign { get; init; }
}
