namespace Alma.Runs.Tests;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001B[31mred", @"\u001B[31mred")]
    [InlineData("a\0\u007F\u0085\u009Bb", @"a\u0000\u007F\u0085\u009Bb")]
    [InlineData("two\nlines\tand\r\nmore\r", @"two\nlines\tand\r\nmore\r")]
    [InlineData("\u202Eturned\u2066\u200F\u200B\uFEFF\u2028\u00AD", @"\u202Eturned\u2066\u200F\u200B\uFEFF\u2028\u00AD")]
    [InlineData("\U000E0041", @"\U000E0041")]
    [InlineData("👨‍👩‍👧 中文 é ü می‌خواهم ❤️", "👨‍👩‍👧 中文 é ü می‌خواهم ❤️")]
    [InlineData(@"C:\u001B", @"C:\u001B")]
    public void Line_OfText_SpellsOutWhatSteersOrHides(string text, string expected) => Assert.Equal(expected, PrintableText.Line(text));

    [Theory]
    [InlineData("two\nlines\tand\r\nmore", "two\nlines\tand\r\nmore")]
    [InlineData("written\rover", @"written\rover")]
    [InlineData("\u001B]0;title\u0007\n", "\\u001B]0;title\\u0007\n")]
    public void Lines_OfText_KeepsLineBreaksAndTabs(string text, string expected) => Assert.Equal(expected, PrintableText.Lines(text));

    // Attributes cannot hold halves of letters.
    [Fact]
    public void Line_OfHalvesOfLetters_SpellsThemOut() =>
        Assert.Equal(@"\uD83Dx\uDE00y", PrintableText.Line($"{(char)0xD83D}x{(char)0xDE00}y"));

    [Fact]
    public void Line_OfEveryLetter_HasNoControlCharacterAndStaysTheSame()
    {
        for (var letter = 0; letter <= char.MaxValue; letter++)
        {
            var line = PrintableText.Line($"a{(char)letter}b");
            Assert.DoesNotContain(line, char.IsControl);
            Assert.Equal(line, PrintableText.Line(line));
        }
    }
}
