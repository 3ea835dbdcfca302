using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Alma.Config.Tests;

/// <summary>One value has one text and one identity, however it was written.</summary>
public sealed class TypedTreeTests
{
    private static readonly ClassNames names = new ClassNames()
        .Add<SgdOptions>("SGD", "torch.optim.SGD")
        .Add<AdamOptions>("Adam", "torch.optim.Adam");

    /// <summary>A value as a file has it, and the text that a kept config has.</summary>
    public static TheoryData<string, string[], string> Spellings => new()
    {
        { "number", ["1", "1.", "1.0", "1e0", "+1", "1_0e-1", "10e-1", "0x1", "!!float 1"], "number: 1.0" },
        { "number", [".5", "0.5", "5e-1", "0.50", "+.5"], "number: 0.5" },
        { "number", ["0", "0.0", "-0.0", "-0", "0e5", ".0"], "number: 0.0" },
        { "number", ["1000", "1_000", "1e3", "0x3e8", "1000.0"], "number: 1000.0" },
        { "number", ["-.inf", "-.INF"], "number: -.inf" },
        { "whole", ["16", "16.", "16.0", "1.6e1", "0x10", "020", "1_6", "0b10000"], "whole: 16" },
        { "large", ["4294967296", "4294967296.0", "0x100000000"], "large: 4294967296" },
        { "flag", ["true", "True", "TRUE", "yes", "on"], "flag: true" },
        { "text", ["a", "'a'", "\"a\"", "!!str a"], "text: a" },
        { "text", ["'1'", "\"1\"", "!!str 1"], "text: '1'" },
        { "text", ["'1.0'"], "text: '1.0'" },
        { "text", ["'true'"], "text: 'true'" },
        { "text", ["null", "~", "Null", "NULL", ""], "text: null" },
        { "text", ["None"], "text: None" },
        { "vote", ["mean_of_logits", "MeanOfLogits", "MEAN_OF_LOGITS", "meanoflogits"], "vote: mean_of_logits" },
        { "numbers", ["[1, 2.5]", "[1.0, 25e-1]", "\n  - 1e0\n  - 2.50"], "numbers: [1.0, 2.5]" },
        { "by_name", ["{a: 1, b: .5}", "\n  a: 1.0\n  b: 0.5"], "by_name:\n  a: 1.0\n  b: 0.5" },
        { "pair", ["1", "1.0"], "pair: 1.0" },
        {
            "optim",
            ["{class_name: SGD, lr: 1}", "{classname: torch.optim.SGD, lr: 1.0}", "{class_name: 'torch.optim.SGD', lr: 1e0}"],
            "optim:\n  class_name: SGD\n  lr: 1.0"
        },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Typed_SpellingsOfOneValue_AreOneTextAndOneIdentity(string key, string[] spellings, string text)
    {
        var trees = Array.ConvertAll(spellings, spelling => Given.Tree($"{key}: {spelling}"));

        Assert.All(trees, tree => Assert.Equal(text + "\n", Typed(tree).ToYaml()));
        Assert.All(trees, tree => Assert.Empty(Difference(trees[0], tree)));
        Assert.Equal(text + "\n", Typed(Given.Tree(text)).ToYaml());
    }

    [Theory]
    [InlineData("text: '1'", "text: '1.0'")]
    [InlineData("text: 'null'", "text: null")]
    [InlineData("number: 1", "number: 1.0000000000000002")]
    [InlineData("large: 9007199254740993", "large: 9007199254740992")]
    [InlineData("numbers: [1, 2]", "numbers: [2, 1]")]
    [InlineData("numbers: [1]", "numbers: [1, 1]")]
    [InlineData("pair: 1", "pair: [1, 1]")]
    [InlineData("by_name: {a: 1}", "by_name: {b: 1}")]
    [InlineData("optim: {class_name: SGD}", "optim: {class_name: Adam}")]
    [InlineData("optim: {class_name: SGD}", "{}")]
    public void Values_ThatAreNotTheSame_StayApart(string one, string other) =>
        Assert.NotEmpty(Difference(Given.Tree(one), Given.Tree(other)));

    [Theory]
    [InlineData("{}", "number: 2")]
    [InlineData("{}", "{number: 2.0, whole: 3, flag: false, text: null, vote: mean_of_logits, numbers: [], optim: null}")]
    [InlineData("optim: {class_name: SGD}", "optim: {class_name: SGD, lr: 0.1, momentum: 0}")]
    public void Values_LeftToTheirDefaultOrWrittenOut_AreOne(string shorter, string longer) =>
        Assert.Empty(Difference(Given.Tree(shorter), Given.Tree(longer)));

    [Fact]
    public void Differences_OfTwoConfigs_NameEachKeyWithBothLines() => Assert.Equal(
        [
            new ValueDifference("number", "number: 1.0", "number: 2.5"),
            new ValueDifference("optim", "optim: null", "no optim"),
            new ValueDifference("optim.class_name", "no optim.class_name", "optim.class_name: Adam"),
            new ValueDifference("optim.lr", "no optim.lr", "optim.lr: 0.1")
        ],
        Difference(Given.Tree("number: 1"), Given.Tree("{number: 2.5, optim: {class_name: Adam}}")));

    [Property(MaxTest = 200)]
    public Property Typed_AnyNumberHoweverWritten_IsOne() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => number.Get).ToArbitrary(), number =>
        {
            string[] written = [.. new[] { "R", "E16", "e16", "G17" }.Select(format =>
                number.ToString(format, CultureInfo.InvariantCulture))];
            return written.Select(text => Typed(Given.Tree("number: "
                + $"{(text.Contains('E', StringComparison.OrdinalIgnoreCase) || text.Contains('.') ? text : text + ".0")}")).ToYaml())
                .Distinct()
                .Count() == 1;
        });

    private static ConfigTree Typed(ConfigTree tree)
    {
        ConfigBinder.Bind<Values>(tree, names);
        return ConfigBinder.Typed<Values>(tree, names);
    }

    private static IReadOnlyList<ValueDifference> Difference(ConfigTree there, ConfigTree asked) =>
        OptionValues.Differences(
            OptionValues.Of(ConfigBinder.Bind<Values>(there, names), names),
            OptionValues.Of(ConfigBinder.Bind<Values>(asked, names), names));

    public sealed record Values
    {
        public double Number { get; init; } = 2;

        public int Whole { get; init; } = 3;

        public long Large { get; init; }

        public bool Flag { get; init; }

        public string? Text { get; init; }

        public Vote Vote { get; init; }

        public double[] Numbers { get; init; } = [];

        public IReadOnlyDictionary<string, double> ByName { get; init; } = new Dictionary<string, double>();

        public NumberOrPair Pair { get; init; } = 0;

        public OptimizerOptions? Optim { get; init; }
    }

    /// <summary>It shows nothing of what it was made from.</summary>
    public sealed record NumberOrPair
    {
        private readonly double[] numbers;

        private NumberOrPair(double[] numbers) => this.numbers = numbers;

        public static implicit operator NumberOrPair(double number) => new([number]);

        public static implicit operator NumberOrPair(double[] numbers) => new(numbers);

        internal int Count => numbers.Length;
    }

    public sealed record AdamOptions : OptimizerOptions;
}
