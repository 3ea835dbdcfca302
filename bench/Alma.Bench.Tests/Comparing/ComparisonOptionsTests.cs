using Alma.Compare;

namespace Alma.Bench.Tests.Comparing;

public sealed class ComparisonOptionsTests
{
    [Fact]
    public void Parse_OpponentWithoutAName_IsTheFirstWord()
    {
        var options = ComparisonOptions.Parse(["-n", "5", "sleep 1", "run", "digits/gmoe", "-x"])!;

        Assert.Equal(new Opponent("opponent", "sleep 1", null), Assert.Single(options.Opponents));
        Assert.Equal(["run", "digits/gmoe", "-x"], options.AlmaArguments);
        Assert.Equal((5, 1), (options.RoundCount, options.WarmUpCount));
    }

    [Fact]
    public void Parse_SeveralNamedOpponents_KeepsTheirOrderAndTheirEpochCommands()
    {
        var options = ComparisonOptions.Parse(
            ["-o", "shipped=A=1 run", "-e", "tuned=cat", "-o", "tuned=B", "-m", "last", "-r", "cost/update_seconds", "run"])!;

        Assert.Equal([new Opponent("shipped", "A=1 run", null), new Opponent("tuned", "B", "cat")], options.Opponents);
        Assert.Equal(["run"], options.AlmaArguments);
        Assert.Equal(new EpochSelection { Megabatch = EpochSelection.Last, Rows = ("cost", "update_seconds") }, options.Epochs);
    }

    [Theory]
    [InlineData]
    [InlineData("sleep 1")]
    [InlineData("-o", "a=b")]
    [InlineData("-z", "1", "sleep 1", "run")]
    [InlineData("--help", "run")]
    public void Parse_WhatMakesNoComparison_IsNull(params string[] words) => Assert.Null(ComparisonOptions.Parse(words));

    [Theory]
    [InlineData("-n", "0", "'0'")]
    [InlineData("-n", "two", "'two'")]
    [InlineData("-o", "sleep 1", "NAME='COMMAND'")]
    [InlineData("-o", "alma=sleep 1", "other than alma")]
    [InlineData("-e", "tuned=cat", "no opponent of that name. There are: opponent")]
    [InlineData("-r", "epoch_seconds", "SPLIT/NAME")]
    public void Parse_ValueThatCannotBe_SaysWhatCan(string option, string value, string told)
    {
        var refused = Assert.Throws<ComparisonException>(() => ComparisonOptions.Parse([option, value, "sleep 1", "run"]));

        Assert.Contains(told, refused.Message);
    }
}
