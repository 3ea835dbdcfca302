using System.Text;
using Alma.Runs;

namespace Alma.Reports;

/// <summary>Writes a report, a table or a plot where it was asked for, whole or not at all: see <see cref="OutputFile"/>.</summary>
public static class ReportFile
{
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="RunFolderException">It cannot be written there.</exception>
    public static long Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static long Write(string path, byte[] content)
    {
        using var output = OutputFile.At(path);
        try
        {
            output.Write(stream => stream.Write(content));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{path} cannot be written: {fault.Message}", fault);
        }

        return content.Length;
    }
}
