using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly Workplace workplace = new(dataFolder: "/data");

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void List_NoFolder_ShowsEveryRecipeOfTheRepository()
    {
        var listed = workplace.Typed("config", "list").Succeeded().Output.Select(line => line.Split(' ')[0]);

        var configs = Repository.In("configs");
        var recipes = Directory.GetFiles(configs, "*.yaml", SearchOption.AllDirectories)
            .Select(path => Path.ChangeExtension(Path.GetRelativePath(configs, path), null));
        Assert.Equal(recipes.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_OwnFolder_ShowsItsRecipesWithTheirFirstComment()
    {
        workplace.Write("mine/small.yaml", "# A small one.\nseed: 1\n");

        var line = Assert.Single(workplace.Typed("config", "list", "-cp", "mine").Succeeded().Output);

        Assert.Equal("small  A small one.", line.Trim());
    }

    [Fact]
    public void Show_RecipeWithAnOverride_IsResolved()
    {
        var shown = workplace.Typed("config", "show", "mnist/test_usage_gmoe", "replay=1").Succeeded();

        GoldenFile.AssertEqual("config-show-usage-gmoe.yaml", shown.OutputText);
    }

    [Fact]
    public void Show_WhatWasShown_IsTheSame()
    {
        var shown = workplace.Typed("config", "show", "mnist/test_usage_gmoe", "replay=1").Succeeded().OutputText;
        workplace.Write("shown.yaml", shown);

        Assert.Equal(shown, workplace.Typed("config", "show", "shown.yaml").Succeeded().OutputText);
    }

    [Fact]
    public void Show_PathOfAFileWithARecipesName_ShowsTheFile()
    {
        var recipe = File.ReadAllText(Repository.In("configs", "digits", "gmoe.yaml"));
        workplace.Write("digits/gmoe.yaml", recipe.Replace("seed: 0", "seed: 11", StringComparison.Ordinal));

        Assert.Contains("seed: 11", workplace.Typed("config", "show", "digits/gmoe.yaml").Succeeded().Output);
    }
}
