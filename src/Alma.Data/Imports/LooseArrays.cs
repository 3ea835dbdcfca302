using System.Text.RegularExpressions;
using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>
/// Files of one array each, .npy or IDX, gzipped or not. They are called by their file names without what MNIST's have at their ends and
/// what may stand before a usual name: <c>train-images-idx3-ubyte.gz</c> is <c>train_images</c>, <c>mine_x_test.npy</c> is <c>x_test</c>.
/// </summary>
internal sealed partial class LooseArrays : INamedArrays
{
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);

    /// <exception cref="DatasetException">Two files are of one name.</exception>
    public LooseArrays(IReadOnlyList<string> files)
    {
        Path = files[0];
        foreach (var file in files)
            if (!paths.TryAdd(NameOf(file), file))
                throw new DatasetException($"{file}: found a second array {NameOf(file)} beside {paths[NameOf(file)]}, expected one.");
    }

    public string Path { get; }

    public IReadOnlyCollection<string> Names => paths.Keys;

    /// <summary>Whether a file is called as such files are.</summary>
    public static bool Has(string path) => File.Exists(path) && (IsNpy(path) || Idx().IsMatch(path));

    public string PathOf(string name) => paths[name];

    public StoredArray Open(string name) => DamagedArray.Guard(PathOf(name), () =>
    {
        var content = GzipContent.Open(RegularFile.Open(paths[name]));
        return IsNpy(paths[name]) ? NpyHeader.Open(content, paths[name]) : IdxHeader.Open(content, paths[name]);
    });

    public bool Next(StoredArray array) => DamagedArray.Guard(Path, array.Next);

    public void Dispose()
    {
    }

    private static bool IsNpy(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        name = IsNpy(name) ? name[..^4] : Idx().Replace(name, "");
        name = name.Replace('-', '_');
        return Usual().Match(name) is { Success: true } usual ? usual.Groups[1].Value : name;
    }

    [GeneratedRegex(@"([-.]idx\d)?[-.](ubyte|idx)(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Idx();

    [GeneratedRegex(@"(?:^|_)((?:train|test|t10k|val)_(?:images|labels)|[xXyY]_(?:train|test|val)|[xXyY]|images|labels)$")]
    private static partial Regex Usual();
}
