namespace Alma.Reports.Tests;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(950.0, "950")]
    [InlineData(0.25, "0.25")]
    [InlineData(999.5, "1.00 k")]
    [InlineData(9994.0, "9.99 k")]
    [InlineData(9995.0, "10.0 k")]
    [InlineData(99950.0, "100 k")]
    [InlineData(12345678901.0, "12.3 G")]
    [InlineData(999600000.0, "1.00 G")]
    [InlineData(-1500.0, "-1.50 k")]
    [InlineData(2.5e21, "2500 E")]
    [InlineData(double.NaN, "NaN")]
    public void Magnitude_Number_HasThreeDigits(double? number, string expected) => Assert.Equal(expected, Units.Magnitude(number));

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0.0 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.96, "1 m 00 s")]
    [InlineData(65.0, "1 m 05 s")]
    [InlineData(3599.6, "1 h 00 m")]
    [InlineData(7380.0, "2 h 03 m")]
    [InlineData(360000.0, "100 h 00 m")]
    public void Duration_Seconds_HasTwoUnits(double? seconds, string expected) => Assert.Equal(expected, Units.Duration(seconds));

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.9695, "96.95 %")]
    [InlineData(1.0, "100.00 %")]
    public void Percent_Fraction_HasTwoDecimals(double? fraction, string expected) => Assert.Equal(expected, Units.Percent(fraction));

    [Theory]
    [InlineData(null, "-")]
    [InlineData(111150L, "111,150")]
    public void Count_Number_IsGrouped(long? count, string expected) => Assert.Equal(expected, Units.Count(count));

    [Fact]
    public void Moment_TimeElsewhere_IsShownInUtc() =>
        Assert.Equal("2026-11-23 10:05", Units.Moment(new DateTimeOffset(2026, 11, 23, 12, 5, 7, TimeSpan.FromHours(2))));
}
