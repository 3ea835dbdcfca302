using System.Globalization;

namespace Alma.Runs;

/// <summary>The models that a run has saved, one after each megabatch.</summary>
public static class RunModels
{
    private const string Prefix = "megabatch_";
    private const string Ending = ".safetensors";

    /// <summary>The megabatches, from 0, after which one was saved, ascending.</summary>
    public static IReadOnlyList<int> Megabatches(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder.ModelsFolder)) return [];
        return [.. Directory.EnumerateFiles(folder.ModelsFolder).Select(path => MegabatchOf(Path.GetFileName(path))).OfType<int>().Order()];
    }

    /// <summary>The file of one of them.</summary>
    /// <param name="megabatch">From 0; null for the last.</param>
    /// <exception cref="RunFolderException">There is none.</exception>
    public static string Find(RunFolder folder, int? megabatch)
    {
        var saved = Megabatches(folder);
        if (saved.Count == 0)
            throw new RunFolderException($"{folder.Path} has no model: no megabatch is through yet, or its models were not kept.")
            {
                Need = RunFolderNeed.KeptModels,
            };
        if (megabatch is not { } asked) return folder.ModelFile(saved[^1]);
        return saved.Contains(asked)
            ? folder.ModelFile(asked)
            : throw new RunFolderException(
                $"{folder.Path} has no model of megabatch {asked}. It has those of {Told(saved)}, counted from 0.");
    }

    private static string Told(IReadOnlyList<int> saved)
    {
        const int most = 20;
        return saved[^1] - saved[0] == saved.Count - 1 && saved.Count > 2
            ? $"{saved[0]} to {saved[^1]}"
            : string.Join(", ", saved.Take(most)) + (saved.Count > most ? ", ..." : "");
    }

    private static int? MegabatchOf(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal)) return null;
        var digits = name.AsSpan()[Prefix.Length..^Ending.Length];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
