namespace Alma.Config.Composition;

/// <summary>Reads config files, so that what goes wrong on the disk is said like every other error.</summary>
internal static class ConfigFile
{
    public const string Extension = ".yaml";

    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    public static bool IsNameOf(string path) => Path.GetExtension(path) is Extension or ".yml";
}
