namespace Alma.Data.Imports;

/// <summary>
/// Folders of images as torchvision's ImageFolder has them: <c>CLASS/x.jpg</c>, or <c>train/CLASS/x.jpg</c> and <c>test/CLASS/x.jpg</c>, or
/// either below a folder for each dump; instead of folders of classes there may be a list (<see cref="ImageMetadata"/>). Without one images
/// come in the order of their file names over all classes, then of the classes, so that numbered files keep the order of their numbers.
/// </summary>
internal sealed class ImageFolders : ImportSource
{
    private static readonly string[] endings = [".png", ".jpg", ".jpeg", ".gif", ".bmp"];
    private static readonly string[] trains = ["train", "training"];
    private static readonly string[] tests = ["test", "val", "valid", "validation"];

    private readonly FolderEntries folders = new();
    private readonly List<Entry> entries;
    private readonly ImportRequest request;
    private readonly int channels;

    /// <exception cref="DatasetException">There are no images, one cannot be read, or they are of several sizes.</exception>
    public ImageFolders(ImportRequest request, CancellationToken cancellation)
    {
        this.request = request;
        entries = [.. request.Paths.SelectMany(path => request.FoldersAreDumps ? Dumps(path) : Parts(path, null))];
        if (entries.Count == 0) throw WithoutImages(request.Paths[0]);
        channels = Channels(cancellation);
    }

    public override IReadOnlyList<ImportedColumn> Columns => [];

    public override long? ExpectedCount => entries.Count;

    public override IEnumerable<string> Warnings => folders.Warnings;

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new ImportedExample(ImageFile.Read(entry.Path, channels, request.Size), entry.Label, new ImportedPlace(entry.Path))
            {
                Dump = entry.Dump,
                IsTest = entry.IsTest,
                Time = entry.Time,
            };
        }
    }

    private DatasetException WithoutImages(string path)
    {
        if (!request.FoldersAreDumps && Dumps(path).FirstOrDefault() is { } deeper)
            return new DatasetException(
                $"{path}: found no image in a folder of a class, such as {Path.Join(path, "CLASS", "x.jpg")}, but one folder deeper, "
                + $"such as {deeper.Path}.")
            {
                Need = new DatasetNeed.Dumps(),
            };
        var file = folders.Files(path).Find(ImportFormats.IsOfAny);
        var hint = file is null ? "" : $" Give files such as {file} themselves: '{Path.Join(path, $"*{Path.GetExtension(file)}")}'.";
        return new DatasetException(
            $"{path}: found no image in a folder of a class, such as {Path.Join(path, "CLASS", "x.jpg")}. "
            + $"Images end in {string.Join(", ", endings)}.{hint}{string.Concat(folders.Warnings.Select(warning => $" {warning}"))}");
    }

    // Gray images among coloured ones are taken as coloured.
    private int Channels(CancellationToken cancellation)
    {
        var (areColoured, sizes) = (false, new ImageSizes());
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            var header = ImageFile.Header(entry.Path);
            areColoured |= header.IsColoured;
            sizes.Add(header.Height, header.Width, new ImportedPlace(entry.Path));
            if (areColoured && request.Size is not null) break;
        }

        if (request.Size is null) sizes.RefuseSeveral(request.Paths[0]);
        return areColoured ? 3 : 1;
    }

    private IEnumerable<Entry> Dumps(string path) =>
        folders.Folders(path).SelectMany(folder => Parts(folder, Path.GetFileName(folder)));

    // Where there is a folder of training images, that of test images is none of a class.
    private IEnumerable<Entry> Parts(string path, string? dump)
    {
        if (ImageMetadata.IsIn(path)) return Examples(path, dump, isTest: false);
        var children = folders.Folders(path);
        if (!children.Exists(folder => Named(folder, trains))) return InOrder(children, dump, isTest: false);
        var other = children.Find(folder => !Named(folder, trains) && !Named(folder, tests));
        return other is null
            ? children.OrderBy(folder => Named(folder, tests))
                .SelectMany(folder => Examples(folder, dump, Named(folder, tests)))
            : throw new DatasetException(
                $"{other}: found a folder beside train that is none of {string.Join(", ", tests)}. Put classes into train and test.");
    }

    private IEnumerable<Entry> Examples(string folder, string? dump, bool isTest) => ImageMetadata.IsIn(folder)
        ? ImageMetadata.Of(folder, request).Select(image => new Entry(image.Path, image.Label, dump, isTest) { Time = image.Time })
        : InOrder(folders.Folders(folder), dump, isTest);

    private IEnumerable<Entry> InOrder(List<string> classes, string? dump, bool isTest) => classes
        .SelectMany(folder => folders.Files(folder)
            .Where(file => endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Select(file => new Entry(file, Path.GetFileName(folder), dump, isTest)))
        .OrderBy(entry => Path.GetFileName(entry.Path), StringComparer.Ordinal)
        .ThenBy(entry => entry.Label, StringComparer.Ordinal);

    private static bool Named(string folder, string[] names) => names.Contains(Path.GetFileName(folder).ToLowerInvariant());

    private sealed record Entry(string Path, string? Label, string? Dump, bool IsTest)
    {
        public DateTime? Time { get; init; }
    }
}
