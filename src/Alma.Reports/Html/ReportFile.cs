using Alma.Runs;

namespace Alma.Reports.Html;

/// <summary>Writes a report where it was asked for, whole or not at all.</summary>
public static class ReportFile
{
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="RunFolderException">A folder is in its place.</exception>
    public static long Write(string path, string html)
    {
        if (Directory.Exists(path)) throw new RunFolderException($"{path} is a folder: -o needs the name of a file.");
        AtomicFile.WriteText(path, html);
        return new FileInfo(path).Length;
    }
}
