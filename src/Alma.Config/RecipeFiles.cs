using System.IO.Enumeration;
using Alma.Config.Composition;

namespace Alma.Config;

/// <summary>Finds the YAML files below a folder, linked folders included; none is opened.</summary>
internal static class RecipeFiles
{
    private static readonly EnumerationOptions everywhere =
        new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 16 };

    public static IEnumerable<string> Below(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), everywhere)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && ConfigFile.IsNameOf(entry.FileName.ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || !LeadsAbove(entry.ToFullPath()),
        };

    // Whoever links folders in a circle would be followed again and again.
    private static bool LeadsAbove(string link) =>
        $"{RealPath.Of(Path.GetDirectoryName(link)!)}/".StartsWith($"{RealPath.Of(link).TrimEnd('/')}/", StringComparison.Ordinal);
}
