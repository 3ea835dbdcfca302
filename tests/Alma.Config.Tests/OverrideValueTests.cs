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
    [InlineData("a\\ ", "a ")]
    [InlineData("\\ 10", " 10")]
    [InlineData("10\\ ", "10 ")]
    [InlineData("\\\\", "\\")]
    [InlineData("it\\\\'s", "it\\'s")]
    [InlineData("'a\\\\'", "a\\")]
    [InlineData("'C:\\data\\\\'", "C:\\data\\")]
    [InlineData("'a\\\\b'", "a\\\\b")]
    [InlineData("\"a\\\\\\\"b\"", "a\\\"b")]
    [InlineData("int(3.7)", 3L)]
    [InlineData("int(-3.7)", -3L)]
    [InlineData("int('1_0')", 10L)]
    [InlineData("float('1e-3')", 0.001)]
    [InlineData("float(Infinity)", double.PositiveInfinity)]
    [InlineData("str(1e6)", "1000000.0")]
    [InlineData("bool(0.0)", false)]
    [InlineData("json_str({a: [1, 'é', null, true]})", "{\"a\": [1, \"\\u00e9\", null, true]}")]
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
    [InlineData("{a\\:b: 1, c\\ : 2, 'd e': 3, 1e3: 4}", "a:\n  'a:b': 1\n  'c ': 2\n  d e: 3\n  '1e3': 4\n")]
    [InlineData("sort([2,1.5,true])", "a: [true, 1.5, 2]\n")]
    [InlineData("sort([b,a,'B'],reverse=true)", "a: [b, a, B]\n")]
    [InlineData("[int(2.5), x]", "a: [2, x]\n")]
    [InlineData("str([1,{k: 2}])", "a:\n  - '1'\n  - k: '2'\n")]
    public void Value_InBrackets_IsAListOrSection(string text, string yaml) => Assert.Equal(yaml, Given.Tree("a: 1", "a=" + text).ToYaml());

    [Theory]
    [InlineData("1,2", "a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value.")]
    [InlineData(
        "int(1),range(2)",
        "range(...) gives a key several values, so it must be the whole value; it cannot stand in a list, in a section or beside a comma.")]
    [InlineData("[1],[2]", "a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value.")]
    [InlineData("range(1,3)", "range(...) is for sweeps ('alma sweep'), which give a key several values; quote it to pass it as text.")]
    [InlineData("choice(1)", "choice(...) is for sweeps ('alma sweep'), which give a key several values; quote it to pass it as text.")]
    [InlineData("glob(*)", "glob(...) is for sweeps ('alma sweep'), which give a key several values; quote it to pass it as text.")]
    [InlineData("int(1,2)", "a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value.")]
    [InlineData(
        "[choice(1,2)]",
        "choice(...) gives a key several values, so it must be the whole value; it cannot stand in a list, "
        + "in a section or beside a comma.")]
    [InlineData(
        "1,range(3)",
        "range(...) gives a key several values, so it must be the whole value; it cannot stand in a list, in a section or beside a comma.")]
    [InlineData("int(x)", "int(...): found x, expected an integer.")]
    [InlineData("int(inf)", "int(...): found inf, expected an integer.")]
    [InlineData("int(1e19)", "int(...): found 1e+19, expected an integer of 64 bits.")]
    [InlineData("bool(no)", "bool(...): found no, expected true or false.")]
    [InlineData("sort(1,a)", "sort(...): numbers can be sorted, and texts, but not both together or others: found 1, a.")]
    [InlineData("str(interval(0,1))", "str(...): interval(...) cannot be cast to str; a range or an interval can be cast to int or float.")]
    [InlineData("tag(a)", "tag(...): its last argument must be a choice, a range or an interval.")]
    [InlineData(
        "f(1)",
        "found f(...). Valid functions: choice, range, interval, glob, tag, sort, shuffle, int, float, str, bool, json_str, extend_list. "
        + "Quote the value to pass it as text.")]
    [InlineData("int(1", "')' is missing.")]
    [InlineData("range(start=1,2)", "range(...): a positional argument follows a named one.")]
    [InlineData("choice(a=1)", "choice(...): there is no argument 'a'; quote a value that has a '='.")]
    [InlineData("range(1,2,stepp=1)", "range(...): there is no argument 'stepp'. Valid: start, stop, step.")]
    [InlineData(
        "a b(c)", "'(' begins the arguments of a function only after its name, as in choice(a,b); quote the value to pass it as text.")]
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

    [Theory]
    [InlineData("a=extend_list(2,[3])", "a:\n  - 1\n  - 2\n  - [3]\n")]
    [InlineData("a=extend_list()", "a: [1]\n")]
    public void ExtendList_AddsToTheListThatIsThere(string typed, string yaml) => Assert.Equal(yaml, Given.Tree("a: [1]", typed).ToYaml());

    [Theory]
    [InlineData("a=extend_list(2)", "'a' is no list (recipe.yaml:1:4), so extend_list has nothing to add to.")]
    [InlineData("b=extend_list(2)", "there is no 'b'. Valid keys: a.")]
    [InlineData("+a=extend_list(2)", "extend_list(...) adds to a list that is there: key=extend_list(a,b), without a sign.")]
    public void ExtendList_WithoutAList_IsRefused(string typed, string message) =>
        Assert.Equal($"override '{typed}': {message}", Given.Refusal("a: 1", typed));

    [Fact]
    public void Value_NestedTooDeep_IsRefused() =>
        Assert.EndsWith("nested deeper than 100 levels.", Given.Refusal("a: 1", "a=" + new string('[', 50_000)), StringComparison.Ordinal);
}
