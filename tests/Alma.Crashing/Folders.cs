namespace Alma.Crashing;

/// <summary>Run folders from outside.</summary>
internal static class Folders
{
    /// <summary>Whether one of the files is being written that have to be there in whole or not at all.</summary>
    public static bool IsWritten(string path) =>
        File.Exists(Path.Combine(path, "checkpoint", "latest.safetensors.tmp")) || File.Exists(Path.Combine(path, "run.json.tmp"))
        || (Directory.Exists(Path.Combine(path, "models")) && Directory.EnumerateFiles(Path.Combine(path, "models"), "*.tmp").Any());

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
