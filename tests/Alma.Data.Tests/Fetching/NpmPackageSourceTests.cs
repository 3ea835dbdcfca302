using Alma.Data.Fetching;

namespace Alma.Data.Tests.Fetching;

// One collection with the other tests that start programs: a program started meanwhile would inherit the script, open for
// writing, which then could not be run.
[Collection("Programs")]
public sealed class NpmPackageSourceTests : IDisposable
{
    private static readonly NpmPackage package = new("tiny-data", "1.0.0", "package/data");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Beside the programs that are made up: nothing is fetched into a folder that holds other files.
    private string DataFolder => Path.Combine(folder.FullPath, "data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Package_WithTheFiles_IsUnpacked()
    {
        SkipWithoutShell();

        await FetchAsync(NpmThatPacks(ArchiveBytes.TarGz(TinyDataset.Content, "package/data")));

        Assert.True(DatasetCheck.Of(TinyDataset.Entry, DataFolder).IsRight);
    }

    [Fact]
    public async Task Npm_Failing_IsQuoted()
    {
        SkipWithoutShell();
        var npm = Npm("printf 'npm error code E404\\nnpm error no such package\\n' >&2; exit 3");

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(npm));

        Assert.Contains("npm ended with 3: code E404; no such package", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_NotExecutable_IsADatasetException()
    {
        var npm = folder.Write("npm", [1, 2, 3]);

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(npm));

        Assert.Contains("cannot be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_StillRunningWhenCancelled_IsKilled()
    {
        SkipWithoutShell();
        var npm = Npm($"echo $$ > {folder.FullPath}/pid.new; mv {folder.FullPath}/pid.new {folder.FullPath}/pid; exec sleep 60");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var fetch = FetchAsync(npm, cancel.Token);
        var pid = await ReadPidAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(pid));
    }

    private string NpmThatPacks(byte[] package)
    {
        var archive = folder.Write("packed.tgz", package);
        return Npm($"test \"$1 $2\" = 'pack tiny-data@1.0.0' && cp {archive} tiny-data-1.0.0.tgz");
    }

    private string Npm(string script) => ExecutableFile.Write(folder.File("npm"), "#!/bin/sh\n" + script + "\n");

    private Task FetchAsync(string npm, CancellationToken? cancellation = null) =>
        new DatasetFetcher(_ => [new NpmPackageSource(package, npm)])
            .FetchAsync(TinyDataset.Entry, DataFolder, cancellation: cancellation ?? Cancellation);

    private async Task<int> ReadPidAsync()
    {
        var path = Path.Combine(folder.FullPath, "pid");
        while (!File.Exists(path)) await Task.Delay(20, Cancellation);
        return int.Parse(await File.ReadAllTextAsync(path, Cancellation));
    }

    private static void SkipWithoutShell() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The double of npm is a shell script.");
}
