using System.Security.Cryptography;
using System.Text;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Runs;
using Alma.Runs.Registry;
using Alma.Serving.Inputs;
using Alma.Serving.Models;

namespace Alma.Keeping.Promotion;

/// <summary>The test set of a data set as it was after a dump, on which versions of a model are compared.</summary>
/// <param name="name">Of an imported data set, or of one of the catalog.</param>
/// <param name="folder">The data folder.</param>
/// <param name="store">Of an imported one: with the dumps that there were. Null for one of the catalog.</param>
internal sealed class HeldOutExamples(string name, string folder, Store? store)
{
    private const int ToldDigits = 16;

    /// <summary>Which of the examples a model gets wrong; those of classes that it does not know are wrong.</summary>
    /// <exception cref="DatasetException">It takes something else, or a file is damaged.</exception>
    /// <exception cref="ModelException">It fails on them.</exception>
    public bool[] WrongOf(OnnxModel model, CancellationToken cancellation)
    {
        if (store is { Manifest.Dumps: var dumps } && dumps.Sum(dump => dump.TestCount) == 0) return [];
        List<bool> wrong = [];
        var examples = store is null ? DatasetInputs.Read(model.Input, name, folder) : DatasetInputs.OfStore(model.Input, store);
        foreach (var predicted in PredictedExample.Of(model, examples))
        {
            cancellation.ThrowIfCancellationRequested();
            wrong.Add(predicted.Label != model.ClassNames[predicted.Choice]);
        }

        return [.. wrong];
    }

    /// <summary>What they are, for the registry.</summary>
    /// <param name="run">That learned from the data: its manifest knows the checksums.</param>
    /// <param name="count">How many there are.</param>
    public RegisteredData Describe(RunManifest run, int count)
    {
        var files = store?.Checksums ?? run.DatasetChecksums.GetValueOrDefault(name) ?? new Dictionary<string, string>();
        var all = Digest(files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {file.Value}"));
        HeldOutPart[] parts = store is null
            ? [new("", count, all[..ToldDigits])]
            : [.. store.Manifest.Dumps.Select(dump => new HeldOutPart(
                dump.Folder, dump.TestCount,
                Digest(dump.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value.Sha256))[..ToldDigits]))];
        return new(name, all, parts);
    }

    private static string Digest(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
