namespace Alma.Config.Tests;

/// <summary>Short ways to say what a test starts from and what it is refused with.</summary>
internal static class Given
{
    public const string File = "recipe.yaml";

    public static ConfigTree Tree(string yaml, params string[] overrides) => ConfigTree.Parse(yaml, File, overrides);

    public static object? Value(string yaml, string path, params string[] overrides) =>
        Assert.IsType<ConfigScalar>(Tree(yaml, overrides).Find(path)).Value;

    public static string Refusal(string yaml, params string[] overrides) =>
        Assert.Throws<ConfigException>(() => Tree(yaml, overrides)).Message;

    public static string BindingRefusal<TOptions>(string yaml, ClassNames? classNames = null, params string[] overrides)
    {
        var tree = Tree(yaml, overrides);
        return Assert.Throws<ConfigException>(() => ConfigBinder.Bind<TOptions>(tree, classNames ?? new ClassNames())).Message;
    }
}
