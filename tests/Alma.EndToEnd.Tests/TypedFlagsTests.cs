using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// Flags and commands are known to Alma.Cli alone: it words what others find wrong (Remedies). Alma.Config names commands too.
/// </summary>
public sealed partial class TypedFlagsTests
{
    /// <summary>Files that start programs, Alma's own jobs and Slurm's commands.</summary>
    private static readonly string[] starters =
    [
        "src/Alma.Launching/JobProgram.cs", "src/Alma.Launching/Slurm/SlurmCommands.cs", "src/Alma.Data/Fetching/NpmPackageSource.cs",
    ];

    [Theory]
    [InlineData("Alma.Files")]
    [InlineData("Alma.Data")]
    [InlineData("Alma.Kernels")]
    [InlineData("Alma.Onnx")]
    [InlineData("Alma.Learning")]
    [InlineData("Alma.Runs")]
    [InlineData("Alma.Experiments")]
    [InlineData("Alma.Launching")]
    [InlineData("Alma.Reports")]
    [InlineData("Alma.Serving")]
    [InlineData("Alma.Keeping")]
    [InlineData("Alma.Advising")]
    public void Messages_OfAProject_NameNoFlagAndNoCommand(string project) => Assert.Empty(
        from file in Directory.EnumerateFiles(Repository.In("src", project), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !starters.Contains(path) && !path.Contains("/obj/", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Typed().IsMatch(line)
        select $"{path}: {line.Trim()}");

    [Theory]
    [InlineData("$\"Resume it with --take-over.\"")]
    [InlineData("\"Type alma resume FOLDER.\"")]
    [InlineData("\"(`alma doctor` says why)\"")]
    public void Pattern_OfWhatIsTyped_FindsIt(string line) => Assert.Matches(Typed(), line);

    [GeneratedRegex(
        @"""[^""]*(?:(?<![\w-])--[a-z]"
        + @"|\balma (?:advise|compare|completion|config|data|doctor|evaluate|export|export-model|models|plot|predict"
        + @"|query|report|resume|run|runs|serve|sweep|watch)\b)")]
    private static partial Regex Typed();
}
