namespace Alma.Config.Tests;

public sealed class YamlReadingTests
{
    [Fact]
    public void Node_FromAFile_KnowsItsPathAndPlace()
    {
        var node = Given.Tree("a:\n  b:\n    - 1\n    - c: x\n").Find("a.b.1.c");

        Assert.NotNull(node);
        Assert.Equal("a.b.1.c", node.Path);
        Assert.Equal(Origin.InFile("recipe.yaml", 4, 10), node.Origin);
        Assert.False(node.Origin.IsOverride);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("a.b.c")]
    [InlineData("a.2")]
    [InlineData("a.-1")]
    [InlineData("")]
    public void Find_OfAPathThatIsNotThere_GivesNull(string path) => Assert.Null(Given.Tree("a: [1, 2]").Find(path));

    [Fact]
    public void Section_KeepsTheOrderOfItsKeys() =>
        Assert.Equal(["z", "a", "m"], Given.Tree("z: 1\na: 2\nm: 3").Top.Entries.Select(entry => entry.Key));

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void Document_WithoutContent_IsAnEmptyTree(string yaml) => Assert.Empty(Given.Tree(yaml).Top.Entries);

    [Fact]
    public void Alias_IsACopy_SoThatAnOverrideChangesOnlyOneOfThem()
    {
        var tree = Given.Tree("a: &x {k: 1}\nb: *x", "b.k=2");

        Assert.Equal("a:\n  k: 1\nb:\n  k: 2\n", tree.ToYaml());
    }

    [Fact]
    public void MergeKey_GivesWhatTheSectionLacks()
    {
        var tree = Given.Tree("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\n");

        Assert.Equal("c:\n  x: 1\n  y: 1\n  z: 3\n", tree.ToYaml()[tree.ToYaml().IndexOf("c:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("a:\n  lr: 1\n  x: 2\n  lr: 3\n", "recipe.yaml:4:3: duplicate key 'a.lr': it is already given at recipe.yaml:2:3.")]
    [InlineData(
        "a: [1\nb: 2\n", "recipe.yaml:1:4: this is not valid YAML from here on; a bracket or a quote may be left open, or a tag be wrong.")]
    [InlineData("a: 'x\n", "recipe.yaml:1:4: this is not valid YAML: While scanning a quoted scalar, found unexpected end of stream.")]
    [InlineData("a: 1\n b: 2\n", "recipe.yaml:2:3: this is not valid YAML: While scanning a plain scalar value, found invalid mapping.")]
    [InlineData(
        "a: 1\n\tb: 2\n",
        "recipe.yaml:1:4: this is not valid YAML: While scanning a plain scalar, found a tab character that violate indentation.")]
    [InlineData("a: *nowhere\n", "recipe.yaml:1:4: *nowhere has no &nowhere that ends before it.")]
    [InlineData("a: &a [*a]\n", "recipe.yaml:1:8: *a has no &a that ends before it.")]
    [InlineData("- 1\n", "recipe.yaml:1:1: the top level of a config must be 'key: value' lines.")]
    [InlineData("a: 1\n---\nb: 2\n", "recipe.yaml:2:1: a second YAML document starts here; a config is one document.")]
    [InlineData("? [a]\n: 1\n", "recipe.yaml:1:3: a key must be plain text.")]
    [InlineData("<<: 3\n", "recipe.yaml:1:5: '<<' merges sections: expected an alias of a section, or a list of them.")]
    public void Document_ThatIsWrong_IsRefusedAtItsPlace(string yaml, string message) =>
        Assert.StartsWith(message, Given.Refusal(yaml), StringComparison.Ordinal);

    [Fact]
    public void Document_NestedTooDeep_IsRefused() =>
        Assert.Equal("recipe.yaml:1:104: nested deeper than 100 levels.", Given.Refusal("a: " + new string('[', 200)));

    [Fact]
    public void Load_OfAFileThatIsNotThere_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("no-such-folder/recipe.yaml");

        var refusal = Assert.Throws<ConfigException>(() => ConfigTree.Load(path, []));

        Assert.StartsWith($"{path}: cannot be read: ", refusal.Message, StringComparison.Ordinal);
    }
}
