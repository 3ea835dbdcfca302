namespace Alma.Config.Composition;

/// <summary>
/// Where groups of config files are looked for: beside the config, and those named from the top also one folder above, where a
/// collection of recipes keeps what they share.
/// </summary>
internal sealed class ConfigFolders
{
    public ConfigFolders(string file)
    {
        var own = Path.GetDirectoryName(file) ?? "";
        Tops = Path.GetDirectoryName(Path.GetFullPath(file)) is { } full && Directory.GetParent(full) is { } above
            ? [own, above.FullName]
            : [own];
    }

    public IReadOnlyList<string> Tops { get; }

    public static string PathOf(string top, string group, string name) =>
        Path.Combine(top, group, ConfigFile.IsNameOf(name) ? name : name + ConfigFile.Extension);

    /// <summary>The options of a group.</summary>
    public static IReadOnlyList<string> Options(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder)
                    .Where(ConfigFile.IsNameOf)
                    .Select(file => Path.GetFileNameWithoutExtension(file))
                    .Order(StringComparer.Ordinal)
                    .Distinct()]
                : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The options of a group under any top.</summary>
    public IReadOnlyList<string> OptionsOf(string group) =>
        [.. Tops.SelectMany(top => Options(Path.Combine(top, group))).Distinct().Order(StringComparer.Ordinal)];
}
