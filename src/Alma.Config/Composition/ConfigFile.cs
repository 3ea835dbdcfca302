using Alma.Files;

namespace Alma.Config.Composition;

/// <summary>Reads config files, so that what goes wrong on the disk is said like every other error.</summary>
internal static class ConfigFile
{
    public const string Extension = ".yaml";

    private const int LongestStart = 4096;

    private const int MaxCharacters = 1 << 20;

    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.Open(path));
            var text = new char[MaxCharacters + 1];
            var length = reader.ReadBlock(text);
            return length <= MaxCharacters
                ? new string(text, 0, length)
                : throw new ConfigException($"{path}: found more than {MaxCharacters} characters; that is no config.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    public static IReadOnlyList<string> Extensions { get; } = [Extension, ".yml"];

    /// <summary>The first line that is not empty, of the start of a file of any size; an empty text where there is none.</summary>
    /// <exception cref="ConfigException">The file cannot be read.</exception>
    public static string FirstLine(string path)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.Open(path));
            var start = new char[LongestStart];
            var length = reader.ReadBlock(start);
            return new string(start, 0, length).Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    public static bool IsNameOf(string path) => Extensions.Contains(Path.GetExtension(path));
}
