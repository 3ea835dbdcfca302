namespace Alma.Config;

/// <summary>A config file under the name by which it is called, such as <c>mnist/test_usage_gmoe</c>.</summary>
/// <param name="Name">With forward slashes, without extension.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Description">The first comment line above the file's content, or empty.</param>
public sealed record Recipe(string Name, string Path, string Description);
