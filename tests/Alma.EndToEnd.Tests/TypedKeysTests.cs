using System.Text.RegularExpressions;
using Alma.Config;
using Alma.EndToEnd.Tests.Programs;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Training.Augmentations;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// The keys of configs are spelt in Alma.Config (RunKeys) and Alma.Cli alone. Other projects say what is the matter in their own terms:
/// Learning names settings, Data and Runs have needs, and who may use Alma.Config takes the key from there.
/// </summary>
public sealed partial class TypedKeysTests
{
    /// <summary>Words that are keys, and names in files as well.</summary>
    private static readonly Dictionary<string, string> elsewhere = new()
    {
        ["multiply_adds"] = "the name of a metric in metrics.jsonl, of budget's too",
    };

    private static readonly HashSet<string> keys = [.. Keys(typeof(RunOptions), "")];

    // Other words may be words of English.
    private static readonly HashSet<string> unmistakable =
        [.. keys.Select(key => key.Split('.')[^1]).Where(word => word.Contains('_') && !elsewhere.ContainsKey(word)), RunKeys.ClassName];

    /// <summary>Alma.Advising writes configs as its users would: its candidates are overrides of recipes.</summary>
    private static readonly HashSet<string> writers = ["Alma.Config", "Alma.Cli", "Alma.Advising"];

    public static TheoryData<string> Others() =>
    [
        .. Directory.GetDirectories(Repository.In("src"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => !writers.Contains(name)),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Code_OfAProject_SpellsNoKey(string project) => Assert.Empty(
        from file in Directory.EnumerateFiles(Repository.In("src", project), "*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".js" or ".html"
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        from key in Spelt(line)
        select $"{path}: {key} in {line.Trim()}");

    // Its own message has settings; what is shown to users has keys.
    [Fact]
    public void Message_OfACaughtLearningException_IsReadWithKeys() => Assert.Empty(
        from file in Directory.EnumerateFiles(Repository.In("src"), "*.cs", SearchOption.AllDirectories)
        from caught in Caught().Matches(File.ReadAllText(file))
        where Regex.IsMatch(caught.Groups["block"].Value, $@"(?<!SettingKeys\.Message\(){caught.Groups["name"].Value}\.Message")
        select $"{Path.GetRelativePath(Repository.Root, file)}: {caught.Value}");

    [Theory]
    [InlineData("throw new LearningException(\"use less clmodel.training_batch_size.\")", "clmodel.training_batch_size")]
    [InlineData("$\"{Train}.keep_in_memory\"", "keep_in_memory")]
    [InlineData("config.Find(\"budget.seconds\")", "budget.seconds")]
    [InlineData("$\"Valid for clmodel.model.patch_size: {valid}.\"", "clmodel.model.patch_size")]
    [InlineData("\"of stream.train\"", "stream.train")]
    [InlineData("\"metrics.jsonl has multiply_adds\"")]
    [InlineData("/// <summary>The section <c>clmodel.model</c>.</summary>")]
    [InlineData("budget.Seconds > 3; // budget.seconds")]
    public void Spelling_OfKeys_IsFound(string line, params string[] found) => Assert.Equal(found, Spelt(line));

    // What is looked for is what recipes are written in.
    [Fact]
    public void Keys_OfRecipes_AreAllLookedFor()
    {
        var words = keys.Select(key => key.Split('.')[^1]).Append(RunKeys.ClassName)
            .Concat(KnownClasses.Names.KeysOf(typeof(AugmentationOptions))).ToHashSet();

        Assert.Empty(
            from recipe in Directory.EnumerateFiles(Repository.In("configs"), "*.yaml", SearchOption.AllDirectories)
            from line in File.ReadLines(recipe)
            where Written().Match(line) is { Success: true } written && !words.Contains(written.Groups[1].Value)
            select $"{recipe}: {line}");
    }

    [Fact]
    public void Keys_ThatAreNamesElsewhereToo_AreKeys() =>
        Assert.Superset(elsewhere.Keys.ToHashSet(), keys.Select(key => key.Split('.')[^1]).ToHashSet());

    private static IEnumerable<string> Spelt(string line) => Paths().Matches(Comment().Replace(line, "")).Select(path => path.Value)
        .Where(path => path.Split('.') is var words
            && ((words.Length > 1 && keys.Contains(path)) || words.Any(unmistakable.Contains)));

    // A section may be of several kinds: the keys of each.
    private static IEnumerable<string> Keys(Type options, string section) =>
        from kind in options.Assembly.GetTypes().Where(type => type.IsAssignableTo(options))
        from name in NamesOf(kind)
        from key in Below(kind, name, section.Length == 0 ? name : $"{section}.{name}")
        select key;

    private static IEnumerable<string> Below(Type kind, string name, string key)
    {
        yield return key;
        var letters = name.Replace("_", "", StringComparison.Ordinal);
        var type = kind.GetProperties().First(one => one.Name.Equals(letters, StringComparison.OrdinalIgnoreCase)).PropertyType;
        type = type.GetElementType() ?? type.GenericTypeArguments.FirstOrDefault() ?? type;
        var isSection = type.Assembly == typeof(RunOptions).Assembly || type.Assembly == typeof(Learner).Assembly;
        if (!isSection || type.IsEnum) yield break;
        foreach (var below in Keys(type, key)) yield return below;
    }

    private static IReadOnlyList<string> NamesOf(Type options) => (IReadOnlyList<string>)typeof(ConfigBinder)
        .GetMethod(nameof(ConfigBinder.KeysOf))!.MakeGenericMethod(options).Invoke(null, null)!;

    [GeneratedRegex(@"(?<!\w)[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")]
    private static partial Regex Paths();

    [GeneratedRegex(@"catch \(\w+ (?<name>\w+)\)(?=[^{]*\bLearningException\b)[^{]*\{(?<block>[^}]*)\}|"
        + @"catch \(LearningException (?<name>\w+)\)[^{]*\{(?<block>[^}]*)\}")]
    private static partial Regex Caught();

    [GeneratedRegex(@"(?:^|\s)(?://|/?\*|<!--).*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^ *(?:- )?([a-z][a-z0-9_]*):")]
    private static partial Regex Written();
}
