using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Keeping.Inboxes;

/// <summary>How the dumps of an inbox are read. What is not said is as it was for the first dump of the data set.</summary>
public sealed record DumpReading
{
    /// <summary>The column of the classes.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The column that says when an example arose.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>Pixels a side that images are cropped and scaled to.</summary>
    public int? Size { get; init; }

    /// <summary>The encoding of text files, one of <see cref="TextEncodings.Names"/>.</summary>
    public string? Encoding { get; init; }

    /// <summary>The part of each dump that is set aside to test on.</summary>
    public double? TestShare { get; init; }

    /// <param name="before">Of the data set that the dump is added to; null for its first.</param>
    internal ImportPlan Plan(InboxEntry entry, StoreManifest? before, TimeProvider time) =>
        new(new ImportRequest(ImportPaths.OfDump(entry.Path))
        {
            LabelColumn = LabelColumn ?? before?.LabelColumn,
            TimeColumn = TimeColumn ?? before?.TimeColumn,
            Size = Size ?? before?.Size,
            Encoding = Encoding ?? before?.Encoding ?? TextEncodings.Usual,
        }, time)
        {
            TestShare = TestShare,
            Came = entry.Path,
            Arrived = new ArrivedEntry(entry.Name, entry.Fingerprint),
        };
}
