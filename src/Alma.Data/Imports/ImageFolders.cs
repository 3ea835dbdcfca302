namespace Alma.Data.Imports;

/// <summary>
/// Folders of images as torchvision's ImageFolder has them: <c>CLASS/x.jpg</c>, or <c>train/CLASS/x.jpg</c> and <c>test/CLASS/x.jpg</c>, or
/// either below a folder for each dump. Images come in the order of their file names over all classes, then of the classes, so that
/// numbered files keep the order of their numbers.
/// </summary>
internal sealed class ImageFolders : ImportSource
{
    private static readonly string[] endings = [".png", ".jpg", ".jpeg", ".gif", ".bmp"];
    private static readonly string[] trains = ["train", "training"];
    private static readonly string[] tests = ["test", "val", "valid", "validation"];

    private readonly List<Entry> entries;
    private readonly ImportRequest request;
    private readonly int channels;

    public ImageFolders(ImportRequest request)
    {
        this.request = request;
        entries = [.. request.Paths.SelectMany(path => request.FoldersAreDumps ? Dumps(path) : Parts(path, null))];
        if (entries.Count == 0)
            throw new DatasetException(
                $"{request.Paths[0]}: found no image in a folder of a class, such as {Path.Join(request.Paths[0], "CLASS", "x.jpg")}. "
                + $"Images end in {string.Join(", ", endings)}.");
        // Gray images among coloured ones are taken as coloured.
        channels = entries.Exists(entry => ImageFile.IsColoured(entry.Path)) ? 3 : 1;
    }

    public override IReadOnlyList<ImportedColumn> Columns => [];

    public override long? ExpectedCount => entries.Count;

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new ImportedExample(ImageFile.Read(entry.Path, channels, request.Size), entry.Label, new ImportedPlace(entry.Path))
            {
                Dump = entry.Dump,
                IsTest = entry.IsTest,
            };
        }
    }

    private static IEnumerable<Entry> Dumps(string path) =>
        Folders(path).SelectMany(folder => Parts(folder, Path.GetFileName(folder)));

    // Where there is a folder of training images, that of test images is none of a class.
    private static IEnumerable<Entry> Parts(string path, string? dump)
    {
        var folders = Folders(path);
        if (!folders.Exists(folder => Named(folder, trains))) return InOrder(folders, dump, isTest: false);
        var other = folders.Find(folder => !Named(folder, trains) && !Named(folder, tests));
        return other is null
            ? folders.OrderBy(folder => Named(folder, tests)).SelectMany(folder => InOrder(Folders(folder), dump, Named(folder, tests)))
            : throw new DatasetException(
                $"{other}: found a folder beside train that is none of {string.Join(", ", tests)}. Put classes into train and test.");
    }

    private static IEnumerable<Entry> InOrder(List<string> classes, string? dump, bool isTest) => classes
        .SelectMany(folder => Directory.EnumerateFiles(folder)
            .Where(file => endings.Contains(Path.GetExtension(file).ToLowerInvariant()) && !IsHidden(file))
            .Select(file => new Entry(file, Path.GetFileName(folder), dump, isTest)))
        .OrderBy(entry => Path.GetFileName(entry.Path), StringComparer.Ordinal)
        .ThenBy(entry => entry.Label, StringComparer.Ordinal);

    private static List<string> Folders(string path) =>
        [.. Directory.EnumerateDirectories(path).Where(folder => !IsHidden(folder)).Order(StringComparer.Ordinal)];

    private static bool IsHidden(string path) => Path.GetFileName(path)[0] == '.';

    private static bool Named(string folder, string[] names) => names.Contains(Path.GetFileName(folder).ToLowerInvariant());

    private sealed record Entry(string Path, string Label, string? Dump, bool IsTest);
}
