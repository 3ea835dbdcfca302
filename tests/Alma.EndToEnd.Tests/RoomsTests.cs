using System.Reflection;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>Which room of the house uses which: docs/architecture.md, held to.</summary>
public sealed class RoomsTests
{
    private static readonly string[] rooms =
    [
        "Alma.Files", "Alma.Config", "Alma.Data", "Alma.Kernels", "Alma.Onnx", "Alma.Learning", "Alma.Runs", "Alma.Experiments",
        "Alma.Launching", "Alma.Reports", "Alma.Serving", "Alma.Keeping", "Alma.Advising",
    ];

    /// <summary>
    /// The folders of each project, and those of each folder that has folders: one uses only those before it. "." stands for the
    /// files beside them. Where it is not named these files are left out: in projects they are the entrances to all folders, and
    /// what all of them need; in Alma.Data the catalog names every format, and each format fills the catalog's types.
    /// </summary>
    private static readonly Dictionary<string, string[]> orders = new()
    {
        ["Alma.Files"] = [],
        ["Alma.Config"] = ["Yaml", "Overrides", "Composition", "Interpolations", "Sweeping", "Binding"],
        ["Alma.Data"] = ["Fetching", "Images", "Pickles", "Cifar", "Idx", "Emnist", "Imports", "Stores"],
        ["Alma.Kernels"] = [],
        ["Alma.Onnx"] = [],
        ["Alma.Learning"] =
        [
            ".", "Compute", "Streams", "Layers", "Networks", "Training", "Learners", "Architectures", "Evaluation", "Export",
            "Metrics",
        ],
        ["Alma.Learning.Architectures"] = ["Dense", "Vgg19", "Perceptron", "Moe", "Subnet", "Firefly", "ResNet", "Mixer", "LeNet", "."],
        ["Alma.Learning.Training"] = ["Augmentations", "."],
        ["Alma.Learning.Learners"] = ["Combination", ".", "Boosting"],
        ["Alma.Runs"] = ["Images", "Metrics", "Locking", "Catalog", "Following", "Experts", "Mistakes", "TensorBoard", "Registry", "Drift"],
        ["Alma.Experiments"] = ["Options", "Checkpoints", "Models"],
        ["Alma.Launching"] = ["Definitions", "Folder", "States", "Local", "Slurm"],
        ["Alma.Reports"] = [".", "Summary", "Comparison", "Queries", "Logs", "Tables", "Formats", "Plots", "Watching", "Html"],
        ["Alma.Reports.Html"] = [".", "OneRun", "ManyRuns"],
        ["Alma.Serving"] = ["Models", "Inputs", "Sources", "Batching", "Versions", "Protocol", "Web"],
        ["Alma.Keeping"] = ["Inboxes", "Promotion", "Drift"],
        ["Alma.Advising"] = [],
        ["Alma.Cli"] = ["Display", "Commands"],
    };

    public static TheoryData<string> Projects() =>
        new(Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)));

    [Theory]
    [InlineData("Alma.Files")]
    [InlineData("Alma.Config", "Alma.Files")]
    [InlineData("Alma.Data", "Alma.Files")]
    [InlineData("Alma.Kernels")]
    [InlineData("Alma.Onnx")]
    [InlineData("Alma.Learning", "Alma.Files", "Alma.Data", "Alma.Kernels", "Alma.Onnx")]
    [InlineData("Alma.Runs", "Alma.Files")]
    [InlineData("Alma.Experiments", "Alma.Files", "Alma.Config", "Alma.Data", "Alma.Kernels", "Alma.Onnx", "Alma.Learning", "Alma.Runs")]
    [InlineData("Alma.Launching", "Alma.Files", "Alma.Config", "Alma.Runs")]
    [InlineData("Alma.Reports", "Alma.Files", "Alma.Config", "Alma.Runs")]
    [InlineData("Alma.Serving", "Alma.Files", "Alma.Data", "Alma.Runs")]
    [InlineData(
        "Alma.Keeping", "Alma.Files", "Alma.Config", "Alma.Data", "Alma.Kernels", "Alma.Onnx", "Alma.Learning", "Alma.Runs",
        "Alma.Experiments", "Alma.Launching", "Alma.Reports", "Alma.Serving")]
    [InlineData("Alma.Advising", "Alma.Files", "Alma.Config", "Alma.Runs", "Alma.Launching", "Alma.Reports")]
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
    [InlineData("Alma.Data")]
    [InlineData("Alma.Onnx")]
    [InlineData("Alma.Runs")]
    [InlineData("Alma.Launching")]
    [InlineData("Alma.Reports")]
    [InlineData("Alma.Serving")]
    [InlineData("Alma.Advising")]
    public void Room_WithoutLearning_NeverLoadsLibTorch(string room) => Assert.DoesNotContain("TorchSharp", References(room));

    [Fact]
    public void UnsafeCode_OfTheHouse_IsInKernelsAlone()
    {
        var projects = Directory.EnumerateFiles(Repository.In("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal));

        Assert.Equal(["Alma.Kernels.csproj"], projects.Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_UseOnlyFoldersBeforeThem(string project)
    {
        var uses = ProjectUses.Of(project).All;

        List<string> wrong = [.. OrdersIn(project).SelectMany(order => Backward(order.Key, order.Value, uses)).Distinct()];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_AllHaveAPlaceInAnOrder(string project)
    {
        var folders =
            from name in ProjectUses.Of(project).Namespaces
            where IsIn(project, name)
            from end in Enumerable.Range(project.Length, name.Length - project.Length)
            where name[end] == '.'
            select $"{name[..end]}: {FolderIn(name[..end], name)}";

        var ordered = OrdersIn(project)
            .SelectMany(order => order.Value.Where(folder => folder != ".").Select(folder => $"{order.Key}: {folder}"));

        Assert.Equal(folders.Distinct().Order(), ordered.Order());
    }

    private static IEnumerable<KeyValuePair<string, string[]>> OrdersIn(string project) => orders.Where(order => IsIn(project, order.Key));

    private static IEnumerable<string> Backward(string parent, string[] order, IReadOnlyList<NamespaceUse> uses) =>
        from use in uses
        let user = Array.IndexOf(order, FolderIn(parent, use.From))
        let used = Array.IndexOf(order, FolderIn(parent, use.To))
        where user >= 0 && used > user
        select $"In {parent}, {order[user]} uses {order[used]} ({use.What}).";

    /// <summary>In which folder of <paramref name="parent"/> a namespace is, at any depth; "." for the parent's own files.</summary>
    private static string? FolderIn(string parent, string name) =>
        name == parent ? "." : IsIn(parent, name) ? name[(parent.Length + 1)..].Split('.')[0] : null;

    private static bool IsIn(string parent, string name) => name == parent || name.StartsWith(parent + ".", StringComparison.Ordinal);

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);
}
