using System.Security.Cryptography;
using System.Text;
using Alma.Config;
using Alma.Files;

namespace Alma.Launching.Folder;

/// <summary>What a job is run from: a file that counts only as long as its content is what the job's hash says.</summary>
internal static class JobConfig
{
    private const string RunFolderKey = $"{RunKeys.RunFolder}:";

    /// <summary>SHA-256, in hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether the job's file is there and is the job's.</summary>
    public static bool IsThere(SweepFolder folder, SweepJob job)
    {
        var file = folder.ConfigFile(job.Name);
        return PlainFile.Is(file)
            && Convert.ToHexStringLower(SHA256.HashData(RegularFile.Bytes(file, SweepJson.MaxBytes))) == job.ConfigHash;
    }

    /// <summary>
    /// The first line in which the config of a run, which has the key of its folder besides,
    /// is another than a job's; null where there is none.
    /// </summary>
    public static (string There, string Asked)? Difference(string ofRun, string ofJob)
    {
        string[] there = [.. Lines(ofRun).Where(line => !line.StartsWith(RunFolderKey, StringComparison.Ordinal))];
        var asked = Lines(ofJob);
        var common = there.Zip(asked).TakeWhile(pair => pair.First == pair.Second).Count();
        return common == there.Length && common == asked.Length ? null : (Line(there, common), Line(asked, common));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Line(string[] lines, int index) => index < lines.Length ? lines[index].Trim() : "nothing more";
}
