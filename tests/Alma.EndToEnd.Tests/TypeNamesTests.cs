using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>A name means one type, wherever in the repository it is read. Types within types are left out.</summary>
public sealed partial class TypeNamesTests
{
    /// <summary>Files of which each program has its own, or that stand in for what they are called after.</summary>
    private static readonly string[] ofTheirOwn =
    [
        "tests/Alma.Config.Tests/Options.cs", // options as those of learning are, for a project that does not know them
        "tests/Alma.Kernels.Tests/OneThread.cs", "tests/Alma.Learning.Tests/TorchTests.cs", // collections of tests, one an assembly
        "samples/CustomArchitecture/Program.cs", // samples are read by themselves
    ];

    [Fact]
    public void Types_OfTheRepository_HaveEachANameOfTheirOwn()
    {
        var clashing =
            from folder in new[] { "src", "tests", "bench", "samples" }
            from file in Directory.EnumerateFiles(Repository.In(folder), "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
            where !ofTheirOwn.Contains(path) && !path.Contains("/obj/", StringComparison.Ordinal)
            from declared in Declaration().Matches(File.ReadAllText(file))
            group path by declared.Groups["name"].Value
            into files
            where files.Distinct().Count() > 1 && !files.All(path => IsPartOf(files.Key, path))
            select $"{files.Key}: {string.Join(", ", files.Distinct())}";

        Assert.Empty(clashing);
    }

    // A partial type has files by its name: OverrideReader.cs, OverrideReader.Text.cs.
    private static bool IsPartOf(string type, string path) =>
        path.StartsWith("src/", StringComparison.Ordinal) && Path.GetFileName(path).Split('.')[0] == type;

    [GeneratedRegex(
        @"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|unsafe) )*"
        + @"(?:class|record struct|record class|record|struct|enum|interface|delegate [\w<>?\[\]]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
