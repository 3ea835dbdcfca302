namespace Alma.Config.Tests;

public sealed class OverrideValueTests
{
    [Theory]
    [InlineData("10", 10L)]
    [InlineData("-1_000", -1000L)]
    [InlineData("+5", 5L)]
    [InlineData("1.", 1.0)]
    [InlineData(".5", 0.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("1_0.5", 10.5)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("99999999999999999999", 1e20)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("Null", null)]
    [InlineData("", "")]
    [InlineData("  10  ", 10L)]
    [InlineData("007", "007")]
    [InlineData("yes", "yes")]
    [InlineData("~", "~")]
    [InlineData("'10'", "10")]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("''", "")]
    [InlineData("two words", "two words")]
    [InlineData("a\\,b\\ c\\=d", "a,b c=d")]
    [InlineData("C:\\data", "C:\\data")]
    [InlineData("/data/~x:y@z?a=b", "/data/~x:y@z?a=b")]
    [InlineData("${other}", "else")]
    [InlineData("x_${oc.env:ALMA_NO_SUCH_VARIABLE,a b}_y", "x_a b_y")]
    [InlineData("'x_${other}'", "x_else")]
    public void Value_HasTheTypeThatHydraGivesIt(string text, object? expected) =>
        Assert.Equal(expected, Given.Value("a: 1\nother: else", "a", "a=" + text));

    [Theory]
    [InlineData("[]", "a: []\n")]
    [InlineData("[1,2, [3]]", "a:\n  - 1\n  - 2\n  - [3]\n")]
    [InlineData("['x,y', z w]", "a: ['x,y', z w]\n")]
    [InlineData("{}", "a: {}\n")]
    [InlineData("{k: 1, m:{n: [true]}}", "a:\n  k: 1\n  m:\n    n: [true]\n")]
    [InlineData("{k:http://x/y}", "a:\n  k: 'http://x/y'\n")]
    public void Value_InBrackets_IsAListOrSection(string text, string yaml) => Assert.Equal(yaml, Given.Tree("a: 1", "a=" + text).ToYaml());

    [Theory]
    [InlineData("1,2", "a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value.")]
    [InlineData("[1],[2]", "a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value.")]
    [InlineData("range(1,3)", "a function such as choice(...) or range(...) is for sweeps ('alma sweep'), alone as the value; quote the value to pass it as text.")]
    [InlineData("[1,2", "']' is missing.")]
    [InlineData("[1,,2]", "a value is missing at character 4 of the value.")]
    [InlineData("[1,]", "a value is missing at character 4 of the value.")]
    [InlineData("{k:1", "'}' is missing.")]
    [InlineData("{k}", "'k' needs a value: write {k: value}.")]
    [InlineData("{k:1,k:2}", "duplicate key 'k'.")]
    [InlineData("'open", "the closing ' is missing.")]
    [InlineData("'a'b", "'b' at character 4 of the value is out of place; quote it to pass text.")]
    [InlineData("a]", "']' at character 2 of the value is out of place; quote it to pass text.")]
    [InlineData("${open", "'${' has no '}'.")]
    public void Value_NotInTheGrammar_IsRefused(string text, string message) =>
        Assert.Equal($"override 'a={text}': {message}", Given.Refusal("a: 1", "a=" + text));

    [Fact]
    public void Value_NestedTooDeep_IsRefused() =>
        Assert.EndsWith("nested deeper than 100 levels.", Given.Refusal("a: 1", "a=" + new string('[', 50_000)), StringComparison.Ordinal);
}
