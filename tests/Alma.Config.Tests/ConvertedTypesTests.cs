namespace Alma.Config.Tests;

/// <summary>Types that convert themselves from a number and from a list.</summary>
public sealed class ConvertedTypesTests
{
    [Theory]
    [InlineData("span: 3", -3, 3)]
    [InlineData("span: 0.5", -0.5, 0.5)]
    [InlineData("span: [1, 2.5]", 1, 2.5)]
    public void Value_AsANumberOrAList_IsConverted(string yaml, double low, double high) =>
        Assert.Equal(new Span(low, high), Bind(yaml).Span);

    [Theory]
    [InlineData("span: wide", "found the text 'wide', expected a number such as 0.5.")]
    [InlineData("span: {low: 1}", "found a section, expected a number such as 0.5 or a list such as [1, 2].")]
    [InlineData("span: [1, wide]", "found the text 'wide', expected a number such as 0.5.")]
    [InlineData("span: [1]", "expected two numbers.")]
    public void Value_ThatNoConversionTakes_IsRefusedWithWhatWouldBeValid(string yaml, string problem) =>
        Assert.EndsWith(problem, Assert.Throws<ConfigException>(() => Bind(yaml)).Message, StringComparison.Ordinal);

    private static Holder Bind(string yaml) => ConfigBinder.Bind<Holder>(Given.Tree(yaml), new ClassNames());

    private sealed record Holder
    {
        public Span Span { get; init; }
    }

    private readonly record struct Span(double Low, double High)
    {
        public static implicit operator Span(double reach) => new(-reach, reach);

        public static implicit operator Span(double[] ends) =>
            ends is [var low, var high] ? new(low, high) : throw new ArgumentException("expected two numbers.");
    }
}
