using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Alma.Data;

/// <summary>What <c>alma data check</c> found out about one file.</summary>
/// <param name="File">Its name in the catalog.</param>
/// <param name="Path">Where it was found; null when it was not, or is built in.</param>
/// <param name="Bytes">Its uncompressed size; null when it cannot be read.</param>
/// <param name="Sha256">Of its uncompressed content; null when it cannot be read.</param>
/// <param name="Problems">Empty when the file is right.</param>
public sealed record FileCheck(string File, string? Path, long? Bytes, string? Sha256, ImmutableArray<string> Problems);

/// <summary>Compares every file of a dataset with the catalog, going on where the loader would stop at the first fault.</summary>
public sealed record DatasetCheck(string Name, ImmutableArray<FileCheck> Files)
{
    public bool IsRight => Files.All(file => file.Problems.IsEmpty);

    public static DatasetCheck Of(DatasetEntry entry, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Files is not { } files) return new(entry.Name, [OfDigits()]);
        var folder = new DatasetFolder(dataFolder);
        return new(entry.Name, [.. files.All.Select(file => Of(entry, file, folder))]);
    }

    internal static FileCheck Of(DatasetEntry entry, DatasetFile file, DatasetFolder folder)
    {
        if (folder.Locate(entry, file) is not { } stored)
            return new(file.Name, null, null, null, ["missing."]);
        try
        {
            var content = file.Read(stored);
            var problems = content.Differences.Select(difference =>
                $"found {difference.Found}, expected {difference.Expected}.");
            return new(file.Name, stored.Path, content.ByteCount, content.Sha256, [.. problems]);
        }
        catch (DatasetException e)
        {
            return new(file.Name, stored.Path, null, null, [e.Message]);
        }
    }

    private static FileCheck OfDigits()
    {
        var csv = DigitsDataset.ReadContent();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(csv));
        var isRight = sha256 == DigitsDataset.Sha256;
        var problem = $"found SHA-256 {sha256}, expected {DigitsDataset.Sha256}. Install Alma again.";
        return new(DigitsDataset.FileName, null, csv.Length, sha256, isRight ? [] : [problem]);
    }
}
