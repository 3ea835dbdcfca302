using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Alma.Config.Tests;

/// <summary>One property of each type that options may have.</summary>
public sealed record Everything
{
    public string Text { get; init; } = "default";

    public string? MaybeText { get; init; } = "default";

    public bool Flag { get; init; }

    public int Whole { get; init; }

    public int? MaybeWhole { get; init; } = 7;

    public long Wide { get; init; }

    public double Number { get; init; }

    public Vote Vote { get; init; }

    public int[] Array { get; init; } = [];

    public IReadOnlyList<string?> Texts { get; init; } = [];

    public List<double> Numbers { get; init; } = [];

    public ImmutableArray<int> Immutable { get; init; } = [];

    public Dictionary<string, int> Counts { get; init; } = [];

    public IReadOnlyDictionary<string, EvaluationOptions> Sections { get; init; } = ImmutableDictionary<string, EvaluationOptions>.Empty;

    public ConfigNode? Raw { get; init; }

    public ConfigSequence? RawList { get; init; }

    public string ClassName { get; init; } = "";

    public int NLayers { get; init; }

    public int Conv2dSize { get; init; }

    public int LayerGPUCount { get; set; }

    [AllowedValues("train", "test")]
    public string Split { get; init; } = "train";

    [AllowedValues(1, 2)]
    public int[] Steps { get; init; } = [];

    [RegularExpression("[a-z]+")]
    public string Word { get; init; } = "a";

    [MaxLength(2)]
    public int[] Few { get; init; } = [];

    [Length(1, 2)]
    public string Abbreviation { get; init; } = "a";

    [EmailAddress]
    public string Contact { get; init; } = "a@b";

    [Range(-1, 1)]
    public int Sign { get; init; }

    [Range(int.MinValue, 3)]
    public int AtMostThree { get; init; }

    public int Computed => Whole + 1;
}

public sealed class BoundTypesTests
{
    [Theory]
    [InlineData("text: x", "Text", "x")]
    [InlineData("maybe_text:", "MaybeText", null)]
    [InlineData("flag: yes", "Flag", true)]
    [InlineData("whole: 3", "Whole", 3)]
    [InlineData("whole: 3.", "Whole", 3)]
    [InlineData("whole: 1e3", "Whole", 1000)]
    [InlineData("maybe_whole:", "MaybeWhole", null)]
    [InlineData("wide: 9000000000", "Wide", 9000000000L)]
    [InlineData("number: 3", "Number", 3.0)]
    [InlineData("number: .inf", "Number", double.PositiveInfinity)]
    [InlineData("vote: majority", "Vote", Vote.Majority)]
    [InlineData("vote: Mean_Of_Logits", "Vote", Vote.MeanOfLogits)]
    [InlineData("vote: MeanOfLogits", "Vote", Vote.MeanOfLogits)]
    [InlineData("array: [1, 2]", "Array", new[] { 1, 2 })]
    [InlineData("texts: [a, null]", "Texts", new[] { "a", null })]
    [InlineData("numbers: [1, 0.5]", "Numbers", new[] { 1, 0.5 })]
    [InlineData("immutable: [1]", "Immutable", new[] { 1 })]
    [InlineData("class_name: any.Text", "ClassName", "any.Text")]
    [InlineData("n_layers: 2", "NLayers", 2)]
    [InlineData("conv2d_size: 2", "Conv2dSize", 2)]
    [InlineData("layer_gpu_count: 2", "LayerGPUCount", 2)]
    [InlineData("{}", "Text", "default")]
    [InlineData("steps: [1, 2, 1]", "Steps", new[] { 1, 2, 1 })]
    public void Property_OfEachType_GetsItsValue(string yaml, string property, object? expected) =>
        Assert.Equal(expected, typeof(Everything).GetProperty(property)!.GetValue(Bind(yaml)));

    [Fact]
    public void Dictionary_GetsEveryKey()
    {
        var bound = Bind("counts: {a: 1, B: 2}\nsections: {x: {mode: m, batch_size: 1}}");

        Assert.Equal([KeyValuePair.Create("a", 1), KeyValuePair.Create("B", 2)], bound.Counts);
        Assert.Equal(new EvaluationOptions("m", 1), bound.Sections["x"]);
    }

    [Fact]
    public void RawNode_IsPassedOn()
    {
        Assert.Equal("raw.a", Bind("raw: {a: 1}").Raw!.Find("a")!.Path);
        Assert.Single(Bind("raw_list: [1]").RawList!.Items);
        Assert.Null(Bind("raw:").Raw);
    }

    [Theory]
    [InlineData("text: 5", "text: found 5, expected a text: quote it.")]
    [InlineData("text:", "text: found null, expected a text.")]
    [InlineData("flag: 1", "flag: found 1, expected true or false.")]
    [InlineData("whole: many", "whole: found the text 'many', expected an integer such as 10.")]
    [InlineData("whole: 1.5", "whole: found 1.5, expected an integer such as 10.")]
    [InlineData("whole: 3000000000", "whole: found 3000000000, expected an integer from -2147483648 to 2147483647.")]
    [InlineData("whole: 1e300", "whole: found 1e+300, expected an integer such as 10.")]
    [InlineData("whole: .nan", "whole: found .nan, expected an integer such as 10.")]
    [InlineData("whole: '3'", "whole: found the text '3', expected an integer such as 10.")]
    [InlineData("whole:", "whole: found null, expected an integer such as 10.")]
    [InlineData("number: {}", "number: found a section, expected a number such as 0.5.")]
    [InlineData("vote: majorty", "vote: found 'majorty'. Did you mean 'majority'?")]
    [InlineData("vote: xyz", "vote: found 'xyz'. Valid values: mean_of_logits, majority.")]
    [InlineData("vote: 1", "vote: found 1, expected one of: mean_of_logits, majority.")]
    [InlineData("array: 5", "array: found 5, expected a list such as [1, 2].")]
    [InlineData("array: [1, x]", "array.1: found the text 'x', expected an integer such as 10.")]
    [InlineData("array: [null]", "array.0: found null, expected an integer such as 10.")]
    [InlineData("counts: [1]", "counts: found a list of 1, expected a section of 'key: value' lines.")]
    [InlineData("counts: {a: x}", "counts.a: found the text 'x', expected an integer such as 10.")]
    [InlineData("sections: {a: 3}", "sections.a: found 3, expected a section of 'key: value' lines.")]
    [InlineData("raw_list: 3", "raw_list: found 3, expected a list such as [1, 2].")]
    [InlineData("whole: ???", "whole: it is marked ??? and must be given: whole=VALUE.")]
    [InlineData("split: both", "split: found the text 'both', valid is one of: train, test.")]
    [InlineData("steps: [1, 3]", "steps.1: found 3, valid is one of: 1, 2.")]
    [InlineData("word: A", "word: found the text 'A', valid is a text that matches [a-z]+.")]
    [InlineData("few: [1, 2, 3]", "few: found a list of 3, valid is a length of at most 2.")]
    [InlineData("abbreviation: abc", "abbreviation: found the text 'abc', valid is a length from 1 to 2.")]
    [InlineData("contact: a", "contact: found the text 'a', valid is what EmailAddress allows.")]
    [InlineData("sign: 2", "sign: found 2, valid is at least -1 and at most 1.")]
    [InlineData("at_most_three: 4", "at_most_three: found 4, valid is at most 3.")]
    public void Value_ThatDoesNotFit_IsRefused(string yaml, string message)
    {
        var refusal = Given.BindingRefusal<Everything>(yaml);

        Assert.Equal(message, refusal[(refusal.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public void ComputedProperty_IsNoKey() =>
        Assert.Contains("unknown key 'computed'.", Given.BindingRefusal<Everything>("computed: 1"), StringComparison.Ordinal);

    private static Everything Bind(string yaml) => ConfigBinder.Bind<Everything>(Given.Tree(yaml), new ClassNames());
}
