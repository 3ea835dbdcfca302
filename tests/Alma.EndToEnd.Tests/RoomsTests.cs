using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Architecture = ArchUnitNET.Domain.Architecture;
using Assembly = System.Reflection.Assembly;

namespace Alma.EndToEnd.Tests;

/// <summary>Which room of the house uses which: docs/architecture.md, held to.</summary>
public sealed class RoomsTests
{
    private static readonly string[] rooms = ["Alma.Files", "Alma.Config", "Alma.Learning", "Alma.Runs", "Alma.Experiments", "Alma.Launching", "Alma.Reports"];

    /// <summary>Inside Learning a folder uses only folders before it.</summary>
    private static readonly string[] foldersOfLearning =
        ["Kernels", "Datasets", "Streams", "Architectures", "Growth", "Training", "Learners", "Evaluation", "Metrics"];

    private static readonly Architecture learning = new ArchLoader().LoadAssemblies(Assembly.Load("Alma.Learning")).Build();

    public static TheoryData<string, string> PairsOfFolders() => new(
        from earlier in Enumerable.Range(0, foldersOfLearning.Length)
        from later in Enumerable.Range(earlier + 1, foldersOfLearning.Length - earlier - 1)
        select (foldersOfLearning[earlier], foldersOfLearning[later]));

    [Theory]
    [InlineData("Alma.Files")]
    [InlineData("Alma.Config", "Alma.Files")]
    [InlineData("Alma.Learning", "Alma.Files")]
    [InlineData("Alma.Runs", "Alma.Files")]
    [InlineData("Alma.Experiments", "Alma.Files", "Alma.Config", "Alma.Learning", "Alma.Runs")]
    [InlineData("Alma.Launching", "Alma.Files", "Alma.Config", "Alma.Runs")]
    [InlineData("Alma.Reports", "Alma.Files", "Alma.Runs")]
    public void Room_OfTheHouse_UsesOnlyTheRoomsItMay(string room, params string[] allowed)
    {
        var used = References(room).Where(name => name == "alma" || name.StartsWith("Alma.", StringComparison.Ordinal));

        Assert.Subset(allowed.ToHashSet(), used.ToHashSet());
    }

    [Fact]
    public void Rooms_OfTheHouse_AreAllHeldToTheRule() =>
        Assert.Equal(rooms.Order(), References("alma").Where(name => name.StartsWith("Alma.", StringComparison.Ordinal)).Order());

    [Theory]
    [InlineData("Alma.Files")]
    [InlineData("Alma.Config")]
    [InlineData("Alma.Runs")]
    [InlineData("Alma.Launching")]
    [InlineData("Alma.Reports")]
    public void Room_WithoutLearning_NeverLoadsLibTorch(string room) => Assert.DoesNotContain("TorchSharp", References(room));

    [Theory]
    [MemberData(nameof(PairsOfFolders))]
    public void FolderOfLearning_BeforeAnother_DoesNotUseIt(string earlier, string later) =>
        Types().That().ResideInNamespaceMatching(NamespaceOf(earlier))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(NamespaceOf(later)))
            .Check(learning);

    [Fact]
    public void FoldersOfLearning_InTheOrderOfTheRule_AreAllOfThem()
    {
        var folders = learning.Types.Select(type => type.Namespace.FullName.Split('.'))
            .Where(names => names.Length > 2 && names[0] == "Alma")
            .Select(names => names[2]);

        Assert.Equal(foldersOfLearning.Order(), folders.Distinct().Order());
    }

    private static string NamespaceOf(string folder) => $@"^Alma\.Learning\.{folder}($|\.)";

    private static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);
}
