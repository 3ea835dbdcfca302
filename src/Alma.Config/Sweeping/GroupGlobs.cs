using Alma.Config.Composition;
using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary><c>group=glob(a*)</c>: the options of a group, which only the folder of a config knows.</summary>
public static class GroupGlobs
{
    /// <summary>The same overrides with the options that are there instead of patterns.</summary>
    /// <param name="path">The config.</param>
    /// <param name="overrides">As typed.</param>
    /// <exception cref="ConfigException">An override is wrong, or no option is meant.</exception>
    public static IReadOnlyList<string> Expanded(string path, IEnumerable<string> overrides)
    {
        var folders = new ConfigFolders(path);
        return [.. overrides.Select(text =>
            OverrideForm.Read(text) is { Term: GlobTerm glob } form ? Expanded(form, glob, folders.OptionsOf(form.Key)) : text)];
    }

    private static string Expanded(OverrideForm form, GlobTerm glob, IReadOnlyList<string> options)
    {
        List<string> meant = [.. glob.Of(options)];
        if (meant.Count == 0)
            throw ConfigException.At(form.Origin, options.Count == 0
                ? $"'{form.Key}' is no group of files beside the config, so it has no options to choose among."
                : $"no option of '{form.Key}' is meant. There are: {string.Join(", ", options)}.");
        var key = form.Package is null ? form.Key : $"{form.Key}@{form.Package}";
        return $"{form.Sign}{key}=choice({string.Join(",", meant.Select(OverrideWriter.OfText))})";
    }
}
