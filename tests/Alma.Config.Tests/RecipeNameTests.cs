namespace Alma.Config.Tests;

/// <summary>A recipe is called the same however its file is typed.</summary>
public sealed class RecipeNameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string configs;
    private readonly string file;

    public RecipeNameTests()
    {
        file = folder.Write("recipes/mnist/moe.yaml", "seed: 1\n");
        configs = Path.Combine(folder.FullPath, "recipes");
    }

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Forms =>
    [
        "mnist/moe", "mnist/moe.yaml", "mnist\\moe.yaml", "./mnist/moe", "mnist//moe", "ROOT/recipes/mnist/moe.yaml",
        "ROOT/recipes/mnist/moe", "ROOT/recipes/mnist/../mnist/./moe.yaml", "ROOT/file-link.yaml", "ROOT/folder-link/moe.yaml",
        "ROOT/chain.yaml", "RELATIVE/recipes/mnist/moe.yaml",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Find_AnyFormOfAFileInAFolderOfRecipes_HasItsNameThere(string typed)
    {
        File.CreateSymbolicLink(Path.Combine(folder.FullPath, "file-link.yaml"), file);
        File.CreateSymbolicLink(Path.Combine(folder.FullPath, "chain.yaml"), "file-link.yaml");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullPath, "folder-link"), Path.Combine(configs, "mnist"));

        Assert.Equal("mnist/moe", new RecipeCatalog([configs]).Find(In(typed)).Name);
    }

    [Theory]
    [InlineData("moe", "recipes/mnist")]
    [InlineData("moe.yaml", "recipes/mnist")]
    [InlineData("mnist/moe", "recipes")]
    [InlineData("mnist/moe", "linked")]
    public void Find_InAFolderChosenForOnce_HasTheNameOfTheUsualFolders(string typed, string chosen)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder.FullPath, "linked"), configs);

        Assert.Equal("mnist/moe", new RecipeCatalog([Path.Combine(folder.FullPath, chosen)], [configs]).Find(typed).Name);
    }

    [Theory]
    [InlineData("theirs/configs/mnist/moe.yaml", "mnist/moe")]
    [InlineData("theirs/configs/moe.yaml", "moe")]
    [InlineData("theirs/configs/a/b/moe.yaml", "a/b/moe")]
    [InlineData("theirs/svhn/moe.yaml", "svhn/moe")]
    public void Find_InAFolderThatNobodyKnows_IsNamedAlikeByPathAndByChosenFolder(string path, string name)
    {
        var written = folder.Write(path, "");

        Assert.Equal(name, new RecipeCatalog([configs]).Find(written).Name);
        Assert.Equal(name, new RecipeCatalog([Path.GetDirectoryName(written)!], [configs]).Find("moe").Name);
    }

    [Fact]
    public void Find_OfAPathThatLeadsOutOfTheFolder_IsNoName()
    {
        folder.Write("outside.yaml", "");

        Assert.Null(new RecipeCatalog([configs]).TryFind("../outside"));
    }

    [Fact]
    public void RealPath_OfLinksInACircle_Ends()
    {
        File.CreateSymbolicLink(Path.Combine(folder.FullPath, "a.yaml"), "b.yaml");
        File.CreateSymbolicLink(Path.Combine(folder.FullPath, "b.yaml"), "a.yaml");

        Assert.StartsWith(folder.FullPath, RealPath.Of(Path.Combine(folder.FullPath, "a.yaml")), StringComparison.Ordinal);
    }

    private string In(string typed) => typed
        .Replace("ROOT", folder.FullPath, StringComparison.Ordinal)
        .Replace("RELATIVE", Path.GetRelativePath(Environment.CurrentDirectory, folder.FullPath), StringComparison.Ordinal);
}
