namespace Alma.Launching.States;

/// <summary>Where an engine has a job.</summary>
public enum EnginePlace
{
    /// <summary>It waits to be started, or to be started again.</summary>
    Queue,

    /// <summary>It has been started.</summary>
    Node,

    /// <summary>The engine has ended it.</summary>
    History,
}

/// <summary>What an engine says of a job.</summary>
/// <param name="Note">The engine's own words, such as the number of its job and why it waits.</param>
public sealed record EngineState(EnginePlace Place, string Note);
