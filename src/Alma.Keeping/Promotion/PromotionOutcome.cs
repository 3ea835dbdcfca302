using Alma.Runs.Registry;

namespace Alma.Keeping.Promotion;

/// <summary>What became of a version.</summary>
public enum PromotionResult
{
    /// <summary>It is the champion.</summary>
    Promoted,

    /// <summary>The champion is who it was.</summary>
    Stayed,

    /// <summary>Something went wrong; the registry is as it was, or has one version more.</summary>
    Failed,
}

/// <summary>What became of the model of a megabatch.</summary>
/// <param name="Model">The version that it is; null where it failed.</param>
/// <param name="Reason">For people.</param>
public sealed record PromotionOutcome(RegisteredModel? Model, PromotionResult Result, string Reason)
{
    /// <summary>What went wrong though the promotion stands: how the hook ended.</summary>
    public string? Warning { get; init; }

    /// <summary>In a sentence, for the log.</summary>
    public string Text => Result switch
    {
        PromotionResult.Promoted => $"version {Model!.Version} is the champion: {Reason}",
        PromotionResult.Stayed => $"version {Model!.Version} is registered, and the champion stays: {Reason}",
        _ => $"no version was registered: {Reason}",
    };
}
