using System.Globalization;
using Alma.Data;
using Alma.Experiments.Options;
using Alma.Runs;

namespace Alma.Experiments;

/// <summary>The data of a run: what it learns from and is tested on, and what else it is tested on.</summary>
public sealed record RunDatasets(ImageDataset Main, IReadOnlyList<ImageDataset> Further) : IDisposable
{
    private const long BytesWaitedFor = 1_000_000_000;

    // In which the examples lie that are not held in memory.
    private IDisposable? Files { get; init; }

    /// <summary>The files of all of them, for the manifest.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Checksums =>
        Further.Prepend(Main).DistinctBy(dataset => dataset.Name).ToDictionary(dataset => dataset.Name, dataset => dataset.FileChecksums);

    /// <summary>A run goes on with the data that it began with: with other data its rows would be of two experiments.</summary>
    /// <exception cref="RunFolderException">A file has changed since; the message says which.</exception>
    public void RefuseChanged(RunManifest begun)
    {
        foreach (var (dataset, files) in Checksums)
            foreach (var (file, checksum) in files)
                if (begun.DatasetChecksums.GetValueOrDefault(dataset)?.GetValueOrDefault(file) is { } earlier && earlier != checksum)
                    throw new RunFolderException(
                        $"{dataset}: {file} is not the file that the run began with: its SHA-256 is {checksum}, and was {earlier}. "
                        + "Put that file back, or begin a new run.");
    }

    /// <summary>What to tell a user who waits for a large data set to be loaded; null where it takes no time.</summary>
    public static string? Note(RunOptions options) =>
        options.Stream.Train is OwnTrainOptions { Found: { ByteCount: > BytesWaitedFor } found }
            ? string.Create(CultureInfo.InvariantCulture, $"Reading {found.Entry.Name}, {found.ByteCount / 1e9:F1} GB, to check it")
            : null;

    /// <summary>Loads what the options name; a data set that several streams name is loaded once.</summary>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static RunDatasets Load(
        RunOptions options, Func<DatasetEntry, string?, ImageDataset> load, CancellationToken cancellation = default)
    {
        var free = Machine.WithFreeMemory.MemoryBytes;
        IDisposable? files = null;
        var loaded = new Dictionary<string, ImageDataset>();
        ImageDataset Once(StreamOptions stream) => loaded.TryGetValue(stream.Dataset.Name, out var dataset)
            ? dataset
            : loaded[stream.Dataset.Name] = stream is OwnTrainOptions { Found: { } found } own
                ? Own(found, own.IsHeldIn(free))
                : load(stream.Dataset, stream.Directory ?? options.DataFolder);
        ImageDataset Own(OwnStream found, bool isHeld)
        {
            (var dataset, files) = found.Load(isHeld, cancellation);
            return dataset;
        }

        return new RunDatasets(Once(options.Stream.Train), [.. options.Stream.FurtherEvaluation.Select(Once)]) { Files = files };
    }

    /// <summary>Closes the files of examples that are not held in memory.</summary>
    public void Dispose() => Files?.Dispose();
}
