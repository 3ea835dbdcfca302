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
    [InlineData("a=range(-0.5,1,0.5)", "-0.5|0.0|0.5")]
    [InlineData("a=float(range(1,3))", "1.0|2.0")]
    [InlineData("a=int(range(1.5,3.5))", "1|2")]
    [InlineData("a=sort(3,1,2)", "1|2|3")]
    [InlineData("a=sort(3,1,2,reverse=true)", "3|2|1")]
    [InlineData("a=sort(range(1,4),reverse=true)", "3|2|1")]
    [InlineData("a=tag(x,y,choice(b,a))", "b|a")]
    [InlineData("a=int(3.7,'4')", "3|4")]
    [InlineData("a=str(choice(1,true))", "'1'|'true'")]
    [InlineData("a=choice(x\\ ,'y\\\\')", "x\\ |'y\\\\'")]
    [InlineData("model@a.b=x,y", "x|y")]
    [InlineData("a=shuffle(1,2,3)", "1|3|2")]
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
    [InlineData("a@b.c=x")]
    [InlineData("~a@b")]
    [InlineData("a=extend_list(1,2)")]
    public void Parse_OneValue_IsTheOverrideOfAllRuns(string text)
    {
        var swept = SweptOverride.Parse(text);

        Assert.False(swept.IsSwept);
        Assert.Equal(text, swept.Fixed());
    }

    [Theory]
    [InlineData("a=1,", "override 'a=1,': a value is missing beside a comma.")]
    [InlineData("a=[1,2", "override 'a=[1,2': ']' is missing.")]
    [InlineData(
        "a b",
        "override 'a b': expected key=value (change), +key=value (add), ++key=value (add or change) or ~key (delete), "
        + "without spaces before '='.")]
    [InlineData("~a=1,2", "override '~a=1,2': a key is removed in all runs or in none: give it one value or none.")]
    [InlineData(
        "a=range(1,1)", "override 'a=range(1,1)': the range is empty: its stop, which is not part of it, is at or before its start.")]
    [InlineData("a=range(1,5,0)", "override 'a=range(1,5,0)': the step of a range must not be 0.")]
    [InlineData("a=range(0,1e9)", "override 'a=range(0,1e9)': the range has more than 100000 values.")]
    [InlineData("a=interval(1,0)", "override 'a=interval(1,0)': an interval's end must be above its start.")]
    [InlineData("a=tag(log, interval(0,1))", "override 'a=tag(log, interval(0,1))': a logarithmic interval must start above 0.")]
    [InlineData(
        "a=chioce(1,2)",
        "override 'a=chioce(1,2)': found chioce(...). Valid functions: choice, range, interval, glob, tag, sort, shuffle, int, float, str, "
        + "bool, json_str, extend_list. Quote the value to pass it as text.")]
    [InlineData("a=range(x,2)", "override 'a=range(x,2)': range(...): start: found 'x', expected a finite number.")]
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
    [InlineData(@"a: ends\", @"'ends\\'")]
    [InlineData("a: \"\\\\'\"", @"'\\\''")]
    [InlineData(@"a: \${x}", @"'\${x}'")]
    [InlineData("a: {'b:c': 1}", "{'b:c': 1}")]
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

    [Theory]
    [InlineData("a=shuffle(range(0,100))")]
    [InlineData("a=shuffle(1,2,3,4,5,6,7,8,9)")]
    public void Shuffle_GivesTheSameOrderAgain_AndAnotherThanTyped(string text)
    {
        var shuffled = SweptOverride.Parse(text).Values;

        Assert.Equal(shuffled, SweptOverride.Parse(text).Values);
        Assert.NotEqual(shuffled, shuffled.OrderBy(value => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void GroupGlobs_AreTheOptionsThatAreThere()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "small", "small wide", "large" }) folder.Write($"model/{name}.yaml", "");
        var path = folder.Write("r.yaml", "");

        Assert.Equal(["model=choice('small wide')", "seed=1"], GroupGlobs.Expanded(path, ["model=glob(s*,exclude=small)", "seed=1"]));
        var refusal = Assert.Throws<ConfigException>(() => GroupGlobs.Expanded(path, ["model=glob(x*)"]));
        Assert.Equal("override 'model=glob(x*)': no option of 'model' is meant. There are: large, small, small wide.", refusal.Message);
    }

    [Fact]
    public void Hydra_WhatNeedsHydraItself_CountsAsNotGiven()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "r.yaml",
            "hydra:\n  sweep: {dir: 'x/${now:%Y}', subdir: '${hydra.job.num}'}\n  launcher: {name: '${hydra.job.name}', partition: a, "
            + "submitit_folder: '${hydra.sweep.dir}/x'}\n");
        var hydra = ConfigTree.LoadHydra(path, [], []);

        Assert.Null(hydra.FindKnown("sweep.dir"));
        Assert.Null(hydra.Find("sweeper.params"));
        Assert.Equal(["partition"], hydra.Section("launcher")!.Entries.Select(entry => entry.Key));
        Assert.Throws<ConfigException>(() => hydra.Find("sweep.dir"));
    }

    [Fact]
    public void EnvironmentReads_OfASectionOfHydra_AreThoseOfWhatWasAskedFor()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "c.yaml", "hydra: {launcher: {partition: '${oc.env:PATH}', mem_gb: 4}, sweep: {dir: '${oc.env:HOME,none}'}}\na: 1\n");
        var hydra = ConfigTree.LoadHydra(path, [], []);
        Assert.Empty(hydra.EnvironmentReads);

        hydra.Section("launcher");

        Assert.Equal([("PATH", "hydra.launcher.partition")], hydra.EnvironmentReads.Select(read => (read.Variable, read.Path)));
    }

    [Fact]
    public void LoadHydra_SectionsAndOverrides_AreResolvedTogether()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "r.yaml",
            "time: 3\npart: a\nhydra:\n  launcher: {timeout_min: '${time}', partition: '${part}'}\n  job_logging: {x: '${now:%Y}'}\n");

        var launcher = ConfigTree.LoadHydra(path, ["time=7", "hydra.launcher.mem_gb=8", "hydra/launcher=submitit_slurm"], [])
            .Section("launcher")!;

        Assert.Equal(7L, ((ConfigScalar)launcher["timeout_min"]!).Value);
        Assert.Equal(8L, ((ConfigScalar)launcher["mem_gb"]!).Value);
        Assert.Equal("a", ((ConfigScalar)launcher["partition"]!).Value);
    }
}
