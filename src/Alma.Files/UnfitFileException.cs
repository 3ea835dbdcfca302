namespace Alma.Files;

/// <summary>What stands at a path is nothing to read or to write: no regular file, a link, or larger than what is read.</summary>
public sealed class UnfitFileException : IOException
{
    public UnfitFileException(string message)
        : base(message)
    {
    }

    internal static UnfitFileException OfKind(string path, FileKind kind) => new($"{path} is {FileKinds.Noun(kind)}, not a file.");

    internal static UnfitFileException OfLink(string path) =>
        new($"{path} is a link, and nothing is written through links in a run's or a sweep's folder: put the file or folder itself there.");

    /// <summary>It has more bytes than are read of such a file.</summary>
    public static UnfitFileException TooLarge(string path, long most) =>
        new(
            $"{path} is too large: more than {most.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} "
            + "bytes are not read of such a file.");
}
