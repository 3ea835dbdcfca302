namespace Alma.Launching;

/// <summary>One run of a sweep.</summary>
/// <param name="Name">Of its folder in the sweep's.</param>
/// <param name="Overrides">Of the recipe: those of all jobs, then its own.</param>
/// <param name="ConfigHash">SHA-256 of its resolved config, in hexadecimal.</param>
public sealed record SweepJob(string Name, IReadOnlyList<string> Overrides, string ConfigHash);
