using System.Security.Cryptography;
using Alma.Files;

namespace Alma.Data.Fetching;

/// <summary>One fetch under way: where the files go, who is told, and what has failed so far.</summary>
internal sealed class FetchSession(string folder, IProgress<FetchProgress>? progress, IProgress<string>? notes)
{
    private const int ChunkBytes = 1 << 17;

    private readonly List<string> failures = [];

    public string Folder => folder;

    /// <summary>Further folders in which a user may have put an archive of the dataset.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>Each as "source: why".</summary>
    public IReadOnlyList<string> Failures => failures;

    public void Note(string text) => notes?.Report(text);

    /// <summary>Does a part of a source's work; if it fails, that is noted and the rest can go on.</summary>
    public async Task AttemptAsync(string source, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is DatasetException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            failures.Add($"{source}: {e.Message}");
            Note(failures[^1]);
        }
    }

    public void Report(string file, string source, long bytesDone, long? bytesTotal) =>
        progress?.Report(new(file, source, bytesDone, bytesTotal));

    /// <summary>Gives the file its name once its uncompressed content is known to be right, and never before.</summary>
    /// <exception cref="InvalidDataException">The content is wrong.</exception>
    public async Task StoreAsync(DatasetFile file, string source, Stream content, CancellationToken cancellation)
    {
        var temporary = Path.Combine(folder, $"{file.Name}.{Path.GetRandomFileName()}.tmp");
        try
        {
            await using (var stored = OwnFile.Create(temporary))
            {
                await CopyCheckedAsync(file, content, stored, cancellation);
                stored.Flush(flushToDisk: true);
            }
            if (file.Sha256 is null) CheckContent(file, temporary);
            File.Move(temporary, Path.Combine(folder, file.Name), overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        Note($"{file.Name}: from {source}, {(file.Sha256 is null ? "counts and labels" : "checksum")} right");
    }

    // What has no checksum must at least be such a file with such counts and labels.
    private static void CheckContent(DatasetFile file, string path)
    {
        try
        {
            var content = file.Read(StoredFile.Plain(path));
            if (content.Differences is [var difference, ..])
                throw new InvalidDataException($"{file.Name} has {difference.Found}, expected {difference.Expected}");
        }
        catch (DatasetException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    // Reads at most one byte more than the right content has, however much the source would send.
    private static async Task CopyCheckedAsync(DatasetFile file, Stream content, Stream stored, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        var length = 0L;
        while (true)
        {
            var wanted = (int)Math.Min(ChunkBytes, file.ByteCount + 1 - length);
            var read = await content.ReadAsync(chunk.AsMemory(0, wanted), cancellation);
            if (read == 0) break;
            length += read;
            hash.AppendData(chunk, 0, read);
            await stored.WriteAsync(chunk.AsMemory(0, read), cancellation);
        }
        if (length != file.ByteCount)
        {
            var found = length > file.ByteCount ? "more" : $"{length} bytes";
            throw new InvalidDataException($"{file.Name} has {found} uncompressed, expected {file.ByteCount} bytes");
        }
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (file.Sha256 is not null && sha256 != file.Sha256)
            throw new InvalidDataException($"{file.Name} has SHA-256 {sha256}, expected {file.Sha256}");
    }
}
