using System.Text;

namespace Alma.Fuzzing;

/// <summary>A parser, right input to damage, and the words that its input is made of.</summary>
/// <param name="Name">For the table and the command line.</param>
/// <param name="Seeds">Input that it accepts or comes near to accepting.</param>
/// <param name="Words">What damage may put in.</param>
/// <param name="Accepts">
/// Whether it reads the input; false where it refuses it by its own kind of error. Every other exception is a crash.
/// </param>
internal sealed record FuzzedParser(string Name, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words, Func<byte[], bool> Accepts)
{
    /// <summary>How many times as long as others it takes: it gets that much fewer inputs.</summary>
    public int Cost { get; init; } = 1;

    public static IReadOnlyList<FuzzedParser> All { get; } =
    [
        new("idx", DataSeeds.Idx, DataSeeds.IdxWords, DataParsers.Idx),
        new("cifar-binary", DataSeeds.CifarBinary, DataSeeds.GzipWords, DataParsers.CifarBinary),
        new("cifar-pickle", DataSeeds.CifarPickle, DataSeeds.PickleWords, DataParsers.CifarPickle),
        new("cifar-png", DataSeeds.CifarPng, DataSeeds.PngWords, DataParsers.CifarPng),
        new("cifar-labels", DataSeeds.CifarLabels, DataSeeds.JsonWords, DataParsers.CifarLabels),
        new("tar", DataSeeds.Tar, DataSeeds.TarWords, DataParsers.Tar),
        new("archive", DataSeeds.Archives, DataSeeds.TarWords, DataParsers.Archive),
        new("jpeg", ImportSeeds.Jpeg, ImportSeeds.ImageWords, ImportParsers.Image),
        new("png", ImportSeeds.Png, ImportSeeds.ImageWords, ImportParsers.Image),
        new("gif", ImportSeeds.Gif, ImportSeeds.ImageWords, ImportParsers.Image),
        new("bmp", ImportSeeds.Bmp, ImportSeeds.ImageWords, ImportParsers.Image),
        new("csv", ImportSeeds.Csv, ImportSeeds.TextWords, ImportParsers.Csv),
        new("tsv-latin", ImportSeeds.Csv, ImportSeeds.TextWords, ImportParsers.Latin),
        new("npy", ImportSeeds.Npy, ImportSeeds.ArrayWords, ImportParsers.Npy),
        new("npz", ImportSeeds.Npz, ImportSeeds.ArrayWords, ImportParsers.Npz),
        new("idx-pair", ImportSeeds.IdxImages, DataSeeds.IdxWords, ImportParsers.IdxPair),
        new("shards", ImportSeeds.Shards, DataSeeds.TarWords, ImportParsers.Shards),
        new("parquet", ImportSeeds.Parquet, ImportSeeds.TextWords, ImportParsers.Parquet) { Cost = 20 },
        new("infer-json", RequestSeeds.Json, RequestSeeds.Words, RequestParsers.Json),
        new("infer-binary", RequestSeeds.Binary, RequestSeeds.Words, RequestParsers.Binary),
        new("predict-row", RequestSeeds.Rows, RequestSeeds.Words, RequestParsers.Row),
        new("predict-form", RequestSeeds.Forms, RequestSeeds.Words, RequestParsers.Form),
        new("arrow", ArrowSeeds.Files, ArrowSeeds.Words, ImportParsers.Arrow),
        new("safetensors", DataSeeds.Safetensors, DataSeeds.JsonWords, DataParsers.Safetensors),
        new("override", ConfigSeeds.Overrides, ConfigSeeds.Words, ConfigParsers.Override),
        new("sweep", ConfigSeeds.Overrides, ConfigSeeds.Words, ConfigParsers.Swept),
        new("yaml", ConfigSeeds.Recipes, ConfigSeeds.Words, ConfigParsers.Yaml),
        new("yaml-tree", ConfigSeeds.SmallTrees, ConfigSeeds.Words, ConfigParsers.YamlTree),
    ];

    public static byte[][] Utf8(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
