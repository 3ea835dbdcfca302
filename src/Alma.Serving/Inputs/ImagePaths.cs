using Alma.Data;
using Alma.Data.Imports;

namespace Alma.Serving.Inputs;

/// <summary>Image files, named themselves or by folders that they are in; those in a folder within a named one are of its class.</summary>
internal static class ImagePaths
{
    private static readonly string[] endings = [".png", ".jpg", ".jpeg", ".gif", ".bmp"];

    /// <summary>Whether a path is a folder or a file that is called as images are.</summary>
    public static bool AreImages(string path) => Directory.Exists(path) || IsImage(path);

    /// <summary>The files in the order of the paths, below each in that of their names.</summary>
    /// <exception cref="DatasetException">A folder has none.</exception>
    public static IEnumerable<(string Path, string? Label)> Of(IReadOnlyList<string> paths)
    {
        var folders = new FolderEntries();
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return (path, null);
                continue;
            }

            var count = 0;
            foreach (var found in Below(folders, path, null))
            {
                count++;
                yield return found;
            }

            if (count == 0)
                throw new DatasetException(
                    $"{path}: found no image in this folder; images end in {string.Join(", ", endings)}."
                    + string.Concat(folders.Warnings.Select(warning => $" {warning}")));
        }
    }

    private static IEnumerable<(string Path, string? Label)> Below(FolderEntries folders, string folder, string? label) =>
        folders.Files(folder).Where(IsImage).Select(file => (file, label))
            .Concat(folders.Folders(folder).SelectMany(inner => Below(folders, inner, Path.GetFileName(inner))));

    private static bool IsImage(string path) => endings.Contains(Path.GetExtension(path).ToLowerInvariant());
}
