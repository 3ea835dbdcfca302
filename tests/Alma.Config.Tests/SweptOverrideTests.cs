using Alma.Config.Sweeping;

namespace Alma.Config.Tests;

public sealed class SweptOverrideTests
{
    [Theory]
    [InlineData("a=1,2,3", "1|2|3")]
    [InlineData("a=1, 2", "1|2")]
    [InlineData("+a.b=x,y", "x|y")]
    [InlineData("a=[1,2],[3]", "[1,2]|[3]")]
    [InlineData("a={b: 1,c: 2},{b: 3}", "{b: 1,c: 2}|{b: 3}")]
    [InlineData("a='1,2',3", "'1,2'|3")]
    [InlineData("a=${b.c},2", "${b.c}|2")]
    [InlineData("a=choice(x,[1,2])", "x|[1,2]")]
    [InlineData("a=choice(x)", "x")]
    [InlineData("a=range(3)", "0|1|2")]
    [InlineData("a=range(1,10,step=3)", "1|4|7")]
    [InlineData("a=range(start=1,stop=3)", "1|2")]
    [InlineData("a=range(3,0,-1)", "3|2|1")]
    [InlineData("a=range(0,0.4,0.1)", "0|0.1|0.2|0.3")]
    public void Parse_SeveralValues_GivesThemAsTyped(string text, string values)
    {
        var swept = SweptOverride.Parse(text);

        Assert.True(swept.IsSwept);
        Assert.Equal(values.Split('|'), swept.Values);
    }

    [Theory]
    [InlineData("a=1")]
    [InlineData("a=")]
    [InlineData("a=[1,2]")]
    [InlineData("a='1,2'")]
    [InlineData("++a.b=x")]
    [InlineData("~a")]
    [InlineData("~a=1")]
    public void Parse_OneValue_IsTheOverrideOfAllRuns(string text)
    {
        var swept = SweptOverride.Parse(text);

        Assert.False(swept.IsSwept);
        Assert.Equal(text, swept.Fixed());
    }

    [Theory]
    [InlineData("a=1,", "override 'a=1,': a value is missing beside a comma.")]
    [InlineData("a=[1,2", "override 'a=[1,2': ']' is missing.")]
    [InlineData("a b", "override 'a b': expected key=value (change), +key=value (add), ++key=value (add or change) or ~key (delete), without spaces before '='.")]
    [InlineData("~a=1,2", "override '~a=1,2': a key is removed in all runs or in none: give it one value or none.")]
    [InlineData("a=range(1,1)", "override 'a=range(1,1)': the range is empty: its stop, which is not part of it, is at or before its start.")]
    [InlineData("a=range(1,5,0)", "override 'a=range(1,5,0)': the step of a range must not be 0.")]
    [InlineData("a=range(0,1e9)", "override 'a=range(0,1e9)': the range has more than 100000 values.")]
    [InlineData("a=interval(1,0)", "override 'a=interval(1,0)': an interval's end must be above its start.")]
    [InlineData("a=tag(log, interval(0,1))", "override 'a=tag(log, interval(0,1))': a logarithmic interval must start above 0.")]
    [InlineData("a=chioce(1,2)", "override 'a=chioce(1,2)': found chioce(...). Valid: choice(a,b), range(start,stop,step), interval(from,to), tag(log, interval(from,to)).")]
    [InlineData("a=range(x,2)", "override 'a=range(x,2)': start: found 'x', expected a number. Valid: choice(a,b), range(start,stop,step), interval(from,to), tag(log, interval(from,to)).")]
    public void Parse_WhatIsNoSweep_IsRefused(string text, string refusal) =>
        Assert.Equal(refusal, Assert.Throws<ConfigException>(() => SweptOverride.Parse(text)).Message);

    [Theory]
    [InlineData("a=interval(1,4)", 0.0, "1")]
    [InlineData("a=interval(1,4)", 0.999, "4")]
    [InlineData("a=interval(0.0,1.0)", 0.25, "0.25")]
    [InlineData("a=tag(log, interval(0.0001, 1.0))", 0.5, "0.01")]
    [InlineData("a=tag(log,interval(1e-8,1e-4))", 0.0, "1e-08")]
    public void At_APlaceOfAnInterval_IsAValueThatAnOverrideTakes(string text, double place, string value) =>
        Assert.Equal(value, SweptOverride.Parse(text).Interval!.At(place));

    [Theory]
    [InlineData("a: text", "text")]
    [InlineData("a: 'two words'", "'two words'")]
    [InlineData("a: '12'", "'12'")]
    [InlineData("a: it's", @"'it\'s'")]
    [InlineData("a: 0.5", "0.5")]
    [InlineData("a: .inf", "inf")]
    [InlineData("a: null", "null")]
    [InlineData("a: [1, x, 'y z']", "[1,x,'y z']")]
    [InlineData("a: {b: 1, c: [2]}", "{b: 1,c: [2]}")]
    public void OverrideText_OfAValue_GivesItAgain(string yaml, string text)
    {
        var node = Given.Tree(yaml).Find("a")!;

        Assert.Equal(text, OverrideText.Of(node));
        Assert.Equal(Given.Tree(yaml).ToYaml(), Given.Tree("a: 0", $"a={text}").ToYaml());
    }

    [Fact]
    public void LoadHydra_SectionsAndOverrides_AreResolvedTogether()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("r.yaml", "time: 3\npart: a\nhydra:\n  launcher: {timeout_min: '${time}', partition: '${part}'}\n  job_logging: {x: '${now:%Y}'}\n");

        var hydra = ConfigTree.LoadHydra(path, ["time=7", "hydra.launcher.mem_gb=8", "hydra/launcher=submitit_slurm"], [], ["launcher", "sweep"]);

        var launcher = Assert.IsType<ConfigMapping>(Assert.Single(hydra).Value);
        Assert.Equal(7L, ((ConfigScalar)launcher["timeout_min"]!).Value);
        Assert.Equal(8L, ((ConfigScalar)launcher["mem_gb"]!).Value);
        Assert.Equal("a", ((ConfigScalar)launcher["partition"]!).Value);
    }
}
