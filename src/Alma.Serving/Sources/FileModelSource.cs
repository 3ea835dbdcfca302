using System.Globalization;
using System.Text.RegularExpressions;
using Alma.Files;
using Alma.Runs.Registry;
using Alma.Serving.Models;

namespace Alma.Serving.Sources;

/// <summary>
/// A file of ONNX, or a folder of them: each is a version, by the number at the end of its name (<c>megabatch_0007.onnx</c>), else by the
/// megabatch in its metadata. <see cref="ChampionFile"/> names the one to serve by default.
/// </summary>
public sealed partial class FileModelSource : ModelSource
{
    private const int MostFiles = 100_000;
    private readonly string path;
    private readonly Dictionary<string, (string Stamp, ModelProperties Properties)> seen = new(StringComparer.Ordinal);
    private Dictionary<int, string> paths = [];

    /// <param name="path">A file or a folder.</param>
    /// <exception cref="ModelException">There is no such file or folder.</exception>
    public FileModelSource(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        this.path = path;
        IsFolder = FileKinds.OfTarget(path) switch
        {
            FileKind.Folder => true,
            FileKind.File => false,
            FileKind.None => throw new ModelException($"{path}: there is no such file or folder."),
            var kind => throw new ModelException($"{path} is {FileKinds.Noun(kind)}, not a model or a folder of models."),
        };
    }

    public override string Name => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) is var full
        && (IsFolder ? Path.GetFileName(full) : Path.GetFileNameWithoutExtension(full)) is { Length: > 0 } name ? name : "model";

    public override string Place => path;

    private bool IsFolder { get; }

    public override string PlaceOf(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return paths.GetValueOrDefault(file.Version, path);
    }

    public override IReadOnlyList<ModelFile> List()
    {
        var (files, places) = (new List<ModelFile>(), new Dictionary<int, string>());
        foreach (var file in Files().Order(StringComparer.Ordinal))
        {
            if (StampOf(file) is not { } stamp) continue; // gone in the meantime
            var properties = Properties(file, stamp);
            var version = NumberIn(file) ?? properties.Megabatch ?? 0;
            if (!places.TryAdd(version, file))
                throw new ModelException($"{file} and {places[version]} are both version {version}. Take one of them away.");
            files.Add(new ModelFile(version, stamp, properties.TestError));
        }

        paths = places;
        return [.. files.OrderBy(file => file.Version)];
    }

    public override int? Champion() => IsFolder ? ChampionFile.Read(path) : null;

    public override byte[] Read(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return paths.TryGetValue(file.Version, out var place)
            ? RegularFile.Bytes(place, OnnxModel.MostBytes)
            : throw new ModelException($"{path} has no version {file.Version}.");
    }

    private IEnumerable<string> Files() => IsFolder
        ? Directory.EnumerateFiles(path, "*.onnx").Where(file => !Path.GetFileName(file).StartsWith('.')).Take(MostFiles)
        : [path];

    /// <summary>What tells a file in its state from the same file changed; null where there is none.</summary>
    public static string? StampOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{info.LastWriteTimeUtc.Ticks}-{info.Length}-{info.CreationTimeUtc.Ticks}")
            : null;
    }

    private ModelProperties Properties(string file, string stamp)
    {
        if (seen.TryGetValue(file, out var known) && known.Stamp == stamp) return known.Properties;
        var read = ModelProperties.Read(file);
        seen[file] = (stamp, read);
        return read;
    }

    private static int? NumberIn(string file) =>
        Number().Match(Path.GetFileNameWithoutExtension(file)) is { Success: true } found
        && int.TryParse(found.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Number();
}
