using Alma.Config;

namespace Alma.Launching.Definitions;

/// <summary>Reads a sweep from a YAML file.</summary>
public static class SweepFile
{
    /// <exception cref="ConfigException">Something in it is wrong.</exception>
    public static SweepDefinition Read(string path) => throw new ConfigException($"{path}: sweep files are not read yet.");
}
