namespace Alma.Config.Tests;

public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("10", 10L)]
    [InlineData("-3", -3L)]
    [InlineData("1_000", 1000L)]
    [InlineData("0x1F", 31L)]
    [InlineData("0b101", 5L)]
    [InlineData("010", 8L)]
    [InlineData("1:30", 90L)]
    [InlineData("-1:30", -90L)]
    [InlineData("1.", 1.0)]
    [InlineData(".5", 0.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("1E4", 10000.0)]
    [InlineData("-1.5e+2", -150.0)]
    [InlineData("1:30.5", 90.5)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".nan", double.NaN)]
    [InlineData("99999999999999999999", 1e20)]
    [InlineData("True", true)]
    [InlineData("yes", true)]
    [InlineData("On", true)]
    [InlineData("false", false)]
    [InlineData("NO", false)]
    [InlineData("off", false)]
    [InlineData("null", null)]
    [InlineData("~", null)]
    [InlineData("", null)]
    [InlineData("'10'", "10")]
    [InlineData("\"true\"", "true")]
    [InlineData("!!str 10", "10")]
    [InlineData("!!float 1", 1.0)]
    [InlineData("! 1", "1")]
    [InlineData("08", "08")]
    [InlineData("1e", "1e")]
    [InlineData("tRuE", "tRuE")]
    [InlineData("inf", "inf")]
    [InlineData("2024-01-31", "2024-01-31")]
    [InlineData("~/data", "~/data")]
    [InlineData("0x8000000000000000000", "0x8000000000000000000")]
    [InlineData("0x7FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("-0x8000000000000000", long.MinValue)]
    [InlineData("0x8000000000000000", "0x8000000000000000")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFF")]
    [InlineData("01777777777777777777777", "01777777777777777777777")]
    [InlineData(
        "0b1111111111111111111111111111111111111111111111111111111111111111",
        "0b1111111111111111111111111111111111111111111111111111111111111111")]
    public void Scalar_InYaml_HasTheTypeThatOmegaConfGivesIt(string text, object? expected) =>
        Assert.Equal(expected, Given.Value($"a: {text}", "a"));

    [Fact]
    public void Scalar_WithUnknownTag_IsRefused() => Assert.Equal(
        "recipe.yaml:1:4: the tag !new is not known. Valid tags: !!str, !!int, !!float, !!bool, !!null.",
        Given.Refusal("a: !new x"));

    [Fact]
    public void Scalar_InBlockStyle_IsText() => Assert.Equal("10\n", Given.Value("a: |\n  10\n", "a"));
}
