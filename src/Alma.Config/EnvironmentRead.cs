namespace Alma.Config;

/// <summary>A variable of the environment that an interpolation has read: its value stands in the resolved config from then on.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Path">The key that has its value.</param>
/// <param name="Origin">Where that is written.</param>
public sealed record EnvironmentRead(string Variable, string Path, Origin Origin);
