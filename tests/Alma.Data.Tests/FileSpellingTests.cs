namespace Alma.Data.Tests;

/// <summary>Data folders as people and other programs lay them.</summary>
public sealed class FileSpellingTests
{
    private static readonly string[] layoutsOfMnist =
    [
        "MNIST/raw/{0}-idx{1}-ubyte", "MNIST/raw/{0}-idx{1}-ubyte.gz", "mnist/raw/{0}-idx{1}-ubyte", "MNIST/{0}-idx{1}-ubyte.gz",
        "raw/{0}-idx{1}-ubyte", "{0}-idx{1}-ubyte", "{0}-idx{1}-ubyte.gz", "{0}.idx{1}-ubyte", "{0}.idx{1}-ubyte.gz", "{0}.IDX{1}-UBYTE",
        "{0}-idx{1}-ubyte.GZ", "{0}-idx{1}-ubyte/{0}-idx{1}-ubyte", "{0}.idx{1}-ubyte/{0}.idx{1}-ubyte",
        "{0}-idx{1}-ubyte/{0}.idx{1}-ubyte", "{0}-idx{1}-ubyte.gz/{0}-idx{1}-ubyte", "{0}-idx{1}-ubyte/{0}-idx{1}-ubyte.gz",
        "MNIST/raw/{0}-idx{1}-ubyte/{0}-idx{1}-ubyte", "Mnist/Raw/{0}_idx{1}_ubyte",
    ];

    private static readonly string[] layoutsOfCifar =
    [
        "cifar-10-batches-bin/{0}.bin", "cifar-10-batches-py/{0}", "cifar-10-batches-py/{0}.bin.gz", "CIFAR10/cifar-10-batches-py/{0}",
        "cifar10/{0}", "{0}", "{0}.bin", "CIFAR-10-BATCHES-PY/{0}", "cifar-10-python/cifar-10-batches-py/{0}",
        "cifar-10-binary/cifar-10-batches-bin/{0}.bin", "cifar_10_batches_py/{0}",
    ];

    private static readonly string[] layoutsOfEmnist =
    [
        "EMNIST/raw/emnist-letters-{0}-idx{1}-ubyte", "EMNIST/raw/emnist-letters-{0}-idx{1}-ubyte.gz",
        "EMNIST/raw/gzip/emnist-letters-{0}-idx{1}-ubyte.gz", "gzip/emnist-letters-{0}-idx{1}-ubyte.gz",
        "EMNIST/gzip/emnist-letters-{0}-idx{1}-ubyte.gz", "emnist/emnist-letters-{0}-idx{1}-ubyte",
        "emnist-letters-{0}-idx{1}-ubyte/emnist-letters-{0}-idx{1}-ubyte", "EMNIST-Letters-{0}.idx{1}-ubyte",
    ];

    public static TheoryData<string, string> Layouts => new(
        layoutsOfMnist.Select(layout => ("mnist", layout))
            .Concat(layoutsOfMnist.Where(layout => !layout.StartsWith("M", StringComparison.OrdinalIgnoreCase))
                .Select(layout => ("fashion_mnist", layout)))
            .Concat(new[]
            {
                "FashionMNIST/raw/{0}-idx{1}-ubyte",
                "fashionmnist/raw/{0}-idx{1}-ubyte.gz",
                "fashion-mnist/{0}-idx{1}-ubyte.gz",
                "fashion-mnist/data/fashion/{0}-idx{1}-ubyte.gz"
            }.Select(layout => ("fashion_mnist", layout)))
            .Concat(layoutsOfCifar.Select(layout => ("cifar10", layout)))
            .Concat(layoutsOfEmnist.Select(layout => ("emnist_letters", layout))));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Files_LaidOutAsPeopleHaveThem_AreAllLocated(string dataset, string layout)
    {
        using var folder = new TemporaryFolder();
        var entry = DatasetCatalog.Find(dataset);
        var written = entry.Files!.All.ToDictionary(file => file, file => folder.Write(Placed(layout, file.Name), [1]));

        Assert.All(entry.Files.All, file => Assert.Equal(written[file], new DatasetFolder(folder.FullPath).Locate(entry, file)?.Path));
    }

    [Fact]
    public void File_SpelledInSeveralWays_IsTakenAsTheCatalogSpellsIt()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "TRAIN-IMAGES", "train.images", "train-images.gz" }) folder.Write(name, [1]);
        var exact = folder.Write("train-images", [1]);

        Assert.Equal(exact, new DatasetFolder(folder.FullPath).Locate(TinyDataset.Entry, TinyDataset.Files.TrainImages)?.Path);
    }

    [Theory]
    [InlineData("train-image")]
    [InlineData("train-images.txt")]
    [InlineData("x/train-images")]
    [InlineData("train-images/other")]
    public void File_OfAnotherName_IsNotTaken(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write(name, [1]);

        Assert.Null(new DatasetFolder(folder.FullPath).Locate(TinyDataset.Entry, TinyDataset.Files.TrainImages));
    }

    [Fact]
    public void Load_WhereNothingFits_SaysWhatWasLookedForWhereAndWhatIsThere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Tiny/raw/readme.txt", [1]);
        folder.Write("archive/train-images", [1]);

        var error = Assert.Throws<DatasetException>(() => DatasetLoader.Load(TinyDataset.Entry, folder.FullPath)).Message;

        var raw = Path.Combine(folder.FullPath, "Tiny/raw");
        Assert.Equal(
            $"tiny: there is no train-images (plain or .gz) in {raw} nor in {folder.FullPath}. "
            + "Looked for train-images, train-images.gz, also in upper case, with dots for hyphens or in a folder of that name, "
            + $"in {raw} (has readme.txt); {folder.FullPath} (has Tiny/, archive/).",
            error);
    }

    // {0} is "train-images" or a batch, {1} the number of dimensions.
    private static string Placed(string layout, string name)
    {
        var stem = name.Replace(".bin", "", StringComparison.Ordinal).Replace("emnist-letters-", "", StringComparison.Ordinal);
        return string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            layout,
            stem.Split("-idx")[0],
            stem.Contains("idx3", StringComparison.Ordinal) ? 3 : 1);
    }
}
