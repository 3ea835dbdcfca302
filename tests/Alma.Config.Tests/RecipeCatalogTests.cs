namespace Alma.Config.Tests;

public sealed class RecipeCatalogTests : IDisposable
{
    private readonly TemporaryFolder mine = new();
    private readonly TemporaryFolder shipped = new();
    private readonly RecipeCatalog catalog;

    public RecipeCatalogTests()
    {
        mine.Write("mnist/moe.yaml", "# My own mixture\na: 1\n");
        shipped.Write("mnist/moe.yaml", "# The shipped mixture\n");
        shipped.Write("mnist/mlp.yaml", "\n## A perceptron\n# and more\n");
        shipped.Write("cifar10/moe.yml", "a: 1\n# not above the content\n");
        shipped.Write("mnist/notes.txt", "");
        catalog = new RecipeCatalog([mine.FullPath, shipped.FullPath, Path.Combine(shipped.FullPath, "not-there")]);
    }

    public void Dispose()
    {
        mine.Dispose();
        shipped.Dispose();
    }

    [Fact]
    public void List_GivesEachNameOnce_FromTheFirstFolderThatHasIt() => Assert.Equal(
        [
            new Recipe("cifar10/moe", Path.Combine(shipped.FullPath, "cifar10", "moe.yml"), ""),
            new Recipe("mnist/mlp", Path.Combine(shipped.FullPath, "mnist", "mlp.yaml"), "A perceptron"),
            new Recipe("mnist/moe", Path.Combine(mine.FullPath, "mnist", "moe.yaml"), "My own mixture"),
        ],
        catalog.List());

    [Theory]
    [InlineData("mnist/mlp")]
    [InlineData("mnist/mlp.yaml")]
    [InlineData("mnist\\mlp.yaml")]
    public void Find_ByName_TakesItWithOrWithoutExtension(string name) => Assert.Equal("mnist/mlp", catalog.Find(name).Name);

    [Fact]
    public void Find_ByPathInAFolder_GivesTheRecipesName()
    {
        var path = Path.Combine(shipped.FullPath, "mnist", "mlp.yaml");

        Assert.Equal(new Recipe("mnist/mlp", path, "A perceptron"), catalog.Find(path));
        Assert.Equal("mnist/mlp", catalog.Find(Path.GetRelativePath(Environment.CurrentDirectory, path)).Name);
    }

    [Fact]
    public void Find_ByPathElsewhere_NamesItAfterItsFolderAndFile()
    {
        using var elsewhere = new TemporaryFolder();

        Assert.Equal("svhn/test", catalog.Find(elsewhere.Write("svhn/test.yaml", "")).Name);
    }

    [Fact]
    public void Find_AmongFilesThatCannotBeRead_LooksOnlyWhereTheNamePoints()
    {
        PutUnreadableFilesBeside();

        Assert.Equal("mnist/mlp", catalog.Find("mnist/mlp").Name);
        Assert.Contains("mnist/lock", catalog.Names());
    }

    [Fact]
    public void List_AmongFilesThatCannotBeRead_LeavesThemOutAndSaysWhich()
    {
        var before = catalog.List();
        PutUnreadableFilesBeside();
        var skipped = new List<string>();

        Assert.Equal(before, catalog.List(skipped.Add).Where(recipe => recipe.Name != "large"));
        Assert.Equal(
            ["mnist/.#moe.yaml", "mnist/circle.yaml", "mnist/lock.yaml"],
            skipped
                .Select(problem => Path.GetRelativePath(mine.FullPath, problem.Split(": cannot be read")[0]))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("mnist/")]
    public void Find_OfAFolderOfRecipes_ListsThem(string folder) => Assert.Equal(
        $"'{folder}' is a folder of recipes. Name one of them: mnist/mlp, mnist/moe.",
        Assert.Throws<ConfigException>(() => catalog.Find(folder)).Message);

    [Fact]
    public void Usual_OfAFolder_IsItsConfigYamlOrAListOfWhatIsThere()
    {
        var chosen = new RecipeCatalog([mine.FullPath]);
        Assert.Equal(
            $"no recipe was named, and {mine.FullPath} has no config.yaml to take then. Name one with -cn: mnist/moe.",
            Assert.Throws<ConfigException>(chosen.Usual).Message);

        mine.Write("config.yaml", "");

        Assert.Equal(Path.Combine(mine.FullPath, "config.yaml"), chosen.Usual().Path);
    }

    private void PutUnreadableFilesBeside()
    {
        File.CreateSymbolicLink(Path.Combine(mine.FullPath, "mnist", ".#moe.yaml"), "user@host.1234:1700000000"); // as an editor locks it
        File.CreateSymbolicLink(Path.Combine(mine.FullPath, "mnist", "lock.yaml"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(mine.FullPath, "mnist", "circle.yaml"), "circle.yaml");
        mine.Write("large.yaml", $"# Large\n{new string('x', 3 << 20)}");
        Directory.CreateSymbolicLink(Path.Combine(mine.FullPath, "mnist", "again"), mine.FullPath);
    }

    [Theory]
    [InlineData("mnist/mpl", " Did you mean 'mnist/mlp'?")]
    [InlineData("moe", " Did you mean 'cifar10/moe' or 'mnist/moe'?")]
    [InlineData("something/else", "")]
    public void Find_OfWhatIsNotThere_SuggestsWhatIsNear(string name, string advice)
    {
        var refusal = Assert.Throws<ConfigException>(() => catalog.Find(name));

        var message = $"there is no recipe and no file '{name}'.{advice} 'alma config list' shows the recipes in {mine.FullPath}, ";
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }
}
