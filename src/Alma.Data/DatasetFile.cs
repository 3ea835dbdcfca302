using System.Collections.Immutable;

namespace Alma.Data;

/// <summary>
/// One file of a dataset as a fetch stores it, and what its uncompressed content must be. A user's folder may hold the same content
/// in other forms.
/// </summary>
/// <param name="Name">Without <c>.gz</c>.</param>
/// <param name="Sha256">Lower-case, of the uncompressed content; null where nobody has published it.</param>
public abstract record DatasetFile(string Name, string? Sha256)
{
    /// <summary>The size of the uncompressed file.</summary>
    public abstract long ByteCount { get; }

    /// <summary>What a folder may hold it as, the preferred first.</summary>
    internal abstract ImmutableArray<StoredForm> Forms { get; }

    /// <summary>Reads the file and compares it with what the catalog says.</summary>
    /// <param name="stored">Where it lies.</param>
    /// <exception cref="DatasetException">It cannot be read, or is no file of this kind at all.</exception>
    internal FileContent Read(StoredFile stored) => Read(stored.Open, stored.Path);

    /// <inheritdoc cref="Read(StoredFile)"/>
    /// <param name="open">Gives the content, plain or gzipped; seekable.</param>
    /// <param name="name">For error messages.</param>
    internal FileContent Read(Func<Stream> open, string name)
    {
        try
        {
            using var content = open();
            return Parse(content, name);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"{name}: {e.Message}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatasetException.Wrong(name, "a file that cannot be read", $"a readable one ({e.Message.TrimEnd('.')})", e);
        }
    }

    /// <param name="stored">The file's content, plain or gzipped; seekable.</param>
    /// <param name="name">For error messages.</param>
    protected abstract FileContent Parse(Stream stored, string name);
}
