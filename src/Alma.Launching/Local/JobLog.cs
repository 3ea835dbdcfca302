using System.Text;
using Alma.Files;

namespace Alma.Launching.Local;

/// <summary>
/// What a job prints, kept in its file as far as the disk lets it. A disk that is full takes the log, not the job nor the launcher: what is
/// missing is said here and, once there is room, in the file.
/// </summary>
internal sealed class JobLog(string path, Action<string> noted) : IDisposable
{
    private const string ErrorMark = "error: ";
    private readonly Lock gate = new();
    private FileStream? file;
    private int missing;
    private bool isClosed;

    /// <summary>The last error that the job printed while its log could not be written, or null.</summary>
    public string? UnwrittenError { get; private set; }

    public void Write(string line)
    {
        lock (gate)
        {
            if (isClosed) return;
            if (TryWrite(missing == 0 ? $"{line}\n" : $"({missing} lines could not be written here)\n{line}\n"))
            {
                missing = 0;
                return;
            }

            missing++;
            if (line.StartsWith(ErrorMark, StringComparison.Ordinal)) UnwrittenError = line;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            Close();
        }
    }

    private bool TryWrite(string text)
    {
        try
        {
            file ??= Open();
            file.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (missing == 0) noted($"{path} cannot be written, so what the job prints is not kept: {refused.Message}");
            Close();
            return false;
        }
    }

    // Unbuffered, so that nothing waits in it for a disk that has no room.
    private FileStream Open()
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(Path.GetDirectoryName(folder))) throw new DirectoryNotFoundException("the sweep's folder is gone.");
        Directory.CreateDirectory(folder);
        OwnFile.RefuseLinks(Path.GetDirectoryName(folder)!, path);
        return OwnFile.AppendAtOnce(path);
    }

    private void Close()
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // It was told when it was written.
        }

        file = null;
    }
}
