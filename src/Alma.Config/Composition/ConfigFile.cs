using Alma.Files;

namespace Alma.Config.Composition;

/// <summary>Reads config files, so that what goes wrong on the disk is said like every other error.</summary>
internal static class ConfigFile
{
    public const string Extension = ".yaml";

    private const int MostCharacters = 1 << 20;

    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.Open(path));
            var text = new char[MostCharacters + 1];
            var length = reader.ReadBlock(text);
            return length <= MostCharacters
                ? new string(text, 0, length)
                : throw new ConfigException($"{path}: found more than {MostCharacters} characters; that is no config.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    public static bool IsNameOf(string path) => Path.GetExtension(path) is Extension or ".yml";
}
