namespace Alma.Config.Tests;

public sealed class InterpolationTests
{
    [Theory]
    [InlineData("x: ${a}\na: 5", 5L)]
    [InlineData("x: ${a.b}\na: {b: 5}", 5L)]
    [InlineData("x: ${a[0]}\na: [5]", 5L)]
    [InlineData("x: ${a.0.b}\na: [{b: 5}]", 5L)]
    [InlineData("x: ${ a }\na: 5", 5L)]
    [InlineData("x: ${y}\ny: ${z}\nz: 5", 5L)]
    [InlineData("x: ${a.${b}}\na: {k: 5}\nb: k", 5L)]
    [InlineData("x: ${a.b}\na: ${c}\nc: {b: 5}", 5L)]
    [InlineData("x: ${c.b}\na: ${c}\nc: {b: '${a.d}', d: 5}", 5L)]
    [InlineData("a: ${c}\nc: {b: '${a.d}', d: 5}\nx: ${a.b}", 5L)]
    [InlineData("x: p_${a}_${b}_${c}_${d}_q\na: 5\nb: 0.5\nc: yes\nd:", "p_5_0.5_True_None_q")]
    [InlineData("x: ${a}${a}\na: 5", "55")]
    [InlineData("x: \\${a}\na: 5", "${a}")]
    [InlineData("x: \\\\${a}\na: 5", "\\5")]
    [InlineData("x: 'c:\\y\\${a}'", "c:\\y${a}")]
    [InlineData("x: $a{b}", "$a{b}")]
    public void Interpolation_GivesWhatItRefersTo(string yaml, object expected) => Assert.Equal(expected, Given.Value(yaml, "x"));

    [Fact]
    public void Interpolation_WithLeadingDots_IsRelative()
    {
        var tree = Given.Tree("a: 1\ns:\n  a: 2\n  t: {a: 3, own: '${.a}', above: '${..a}', top: '${...a}'}\n");

        Assert.Equal([3L, 2L, 1L], new[] { "own", "above", "top" }.Select(key => ((ConfigScalar)tree.Find($"s.t.{key}")!).Value));
    }

    [Fact]
    public void Interpolation_OfASection_CopiesItUnderTheNewPath()
    {
        var node = Given.Tree("a: ${b}\nb: {x: 1, y: '${.x}'}").Find("a.y");

        Assert.Equal(1L, Assert.IsType<ConfigScalar>(node).Value);
        Assert.Equal("a.y", node.Path);
    }

    [Fact]
    public void Interpolation_OfAnOverriddenKey_CountsAsTypedOnTheCommandLine()
    {
        var tree = Given.Tree("clmodel: {device: '${device}'}\ndevice: cpu", "device=cuda");

        Assert.Equal("device=cuda", tree.Find("clmodel.device")!.Origin.Override);
    }

    [Fact]
    public void Interpolation_InsideAText_KeepsTheOriginOfTheText() =>
        Assert.False(Given.Tree("a: x_${b}\nb: 1", "b=2").Find("a")!.Origin.IsOverride);

    [Fact]
    public void Environment_IsReadAsText_AndByTheOlderNameTyped()
    {
        Environment.SetEnvironmentVariable("ALMA_CONFIG_TEST", "12");
        var tree = Given.Tree("""
            a: ${oc.env:ALMA_CONFIG_TEST}
            b: ${env:ALMA_CONFIG_TEST}
            c: ${oc.env:ALMA_NONE,null}
            d: ${oc.env:ALMA_NONE,${a}/x}
            """);

        Assert.Equal(["12", 12L, null, "12/x"], tree.Top.Entries.Select(entry => ((ConfigScalar)entry.Value).Value));
    }

    [Theory]
    [InlineData("${oc.decode:'3e-4'}", "a: 0.0003")]
    [InlineData("${oc.decode:${oc.env:ALMA_DECODED}}", "a: [1, x, null]")]
    [InlineData("${oc.decode:null}", "a: null")]
    [InlineData("${oc.decode:'${b}'}", "a: 7")]
    [InlineData("${oc.select:s.t,5}", "a: x")]
    [InlineData("${oc.select:s.u,5}", "a: 5")]
    [InlineData("${oc.select:s.u}", "a: null")]
    [InlineData("${oc.select:s.missing,later}", "a: later")]
    [InlineData("${oc.select:.b}", "a: 7")]
    [InlineData("${oc.select:zzz.y,${b}}", "a: 7")]
    [InlineData("${oc.select:s}", "a:\n  t: x\n  missing: '???'")]
    [InlineData("${oc.create:{p: [1, ${b}], q: 'x ${b}'}}", "a:\n  p: [1, 7]\n  q: x 7")]
    [InlineData("${oc.deprecated:b}", "a: 7")]
    [InlineData("${oc.deprecated:b,'use $NEW_KEY'}", "a: 7")]
    [InlineData("${oc.dict.keys:s}", "a: [t, missing]")]
    [InlineData("${oc.dict.values:f}", "a: [1, 2]")]
    [InlineData("${oc.env:ALMA_NONE,${n}}", "a: null")]
    [InlineData("${oc.env:ALMA_NONE,null}", "a: null")]
    [InlineData("${oc.env:ALMA_NONE,'null'}", "a: 'null'")]
    [InlineData("${env:ALMA_NONE,${n}}", "a: null")]
    [InlineData("${oc.env:ALMA_NONE,${b}}", "a: '7'")]
    [InlineData("${env:ALMA_NONE,${b}}", "a: 7")]
    [InlineData("${oc.env:ALMA_NONE,'a, }b'}", "a: 'a, }b'")]
    [InlineData("${oc.env:ALMA_NONE,\"it's\"}", "a: 'it''s'")]
    [InlineData("${oc.env:ALMA_NONE,f(x)/y}", "a: 'f(x)/y'")]
    [InlineData("${oc.env:ALMA_NONE,}", "a: ''")]
    [InlineData("${n}", "a: null")]
    public void Resolver_GivesWhatOmegaConfGives(string expression, string line)
    {
        Environment.SetEnvironmentVariable("ALMA_DECODED", "[1, x, null]");
        const string Rest = "b: 7\ns: {t: x, missing: ???}\nf: {g: 1, h: 2}\nn: null\n";
        var tree = Given.Tree($"a: |-\n  {expression}\n{Rest}");

        Assert.Equal(Given.Tree($"{line}\n{Rest}").ToYaml(), tree.ToYaml());
    }

    [Theory]
    [InlineData(
        "${now:%Y}",
        "a: ${now:%Y}: the resolver 'now' is not supported: a config that names the time would be another one each time it is read. "
        + "Write the text out, or take it from a variable: ${oc.env:NAME}.")]
    [InlineData(
        "${hydra.job.num}",
        "a: ${hydra.job.num} refers to what Hydra knows of itself, which is not there: "
        + "of the section 'hydra' there is only what the config has.")]
    [InlineData("${oc.decode:'[1'}", "']' is missing.")]
    [InlineData("${oc.decode:'1,2'}", "a: oc.decode: '1,2' is several values; a list stands in brackets.")]
    [InlineData("${oc.decode:[1]}", "a: ${oc.decode:[1]}: expected a text or null.")]
    [InlineData("${oc.select:}", "a: ${oc.select:}: expected a key such as clmodel.optim, and perhaps one argument more.")]
    [InlineData("${oc.create:x}", "a: ${oc.create:x}: expected a section or a list.")]
    [InlineData("${oc.dict.keys:b}", "a: ${oc.dict.keys:b} does not refer to a section.")]
    [InlineData(
        "${oc.decod:x}",
        "a: ${oc.decod:x} calls the resolver 'oc.decod', which is not known here. Valid resolvers: oc.env, oc.decode, oc.select, "
        + "oc.create, oc.deprecated, oc.dict.keys, oc.dict.values, env.")]
    [InlineData("${oc.select:a}", "interpolations go in a circle: a (recipe.yaml:1:4) -> a.")]
    public void Resolver_ThatCannotGiveAnything_SaysWhy(string expression, string message) =>
        Assert.Equal($"recipe.yaml:1:4: {message}", Given.Refusal($"a: |-\n  {expression}\nb: 7\n"));

    [Theory]
    [InlineData("a: ${devise}\ndevice: 1", "recipe.yaml:1:4: a: ${devise} refers to 'devise', which is not there. Did you mean 'device'?")]
    [InlineData("a: ${s.zzz}\ns: {k: 1}", "recipe.yaml:1:4: a: ${s.zzz} refers to 's.zzz', which is not there. Valid keys: k.")]
    [InlineData(
        "a: ${b.c}\nb: 1", "recipe.yaml:1:4: a: ${b.c} refers to 'b.c', which is not there. 'b' is a single value: it has no keys.")]
    [InlineData("a: ${b.3}\nb: [1]", "recipe.yaml:1:4: a: ${b.3} refers to 'b.3', which is not there. 'b' is a list: valid are 0 to 0.")]
    [InlineData("a: ${...b}\nb: 1", "recipe.yaml:1:4: a: ${...b} leads above the top level.")]
    [InlineData("a: ${b", "recipe.yaml:1:4: a: '${' has no '}'.")]
    [InlineData("a: x${b}\nb: {}", "recipe.yaml:1:4: a: ${b} is a section, which cannot be a part of a text.")]
    [InlineData(
        "a: ${hydra:job.num}",
        "recipe.yaml:1:4: a: ${hydra:job.num}: the resolver 'hydra' is not supported: there is no Hydra here, and so nothing that it knows "
        + "of its jobs. Valid resolvers: oc.env, oc.decode, oc.select, oc.create, oc.deprecated, oc.dict.keys, oc.dict.values, env.")]
    [InlineData(
        "a: ${oc.env:ALMA_NONE}",
        "recipe.yaml:1:4: a: the environment variable 'ALMA_NONE' is not set. Give a default with ${oc.env:ALMA_NONE,DEFAULT}.")]
    public void Interpolation_ThatLeadsNowhere_IsRefused(string yaml, string message) => Assert.Equal(message, Given.Refusal(yaml));

    [Theory]
    [InlineData("a: ${a}", "recipe.yaml:1:4: interpolations go in a circle: a (recipe.yaml:1:4) -> a.")]
    [InlineData(
        "z: ${a}\na: ${b}\nb: x${a}", "recipe.yaml:2:4: interpolations go in a circle: a (recipe.yaml:2:4) -> b (recipe.yaml:3:4) -> a.")]
    [InlineData("a: ${a.b}", "recipe.yaml:1:4: interpolations go in a circle: a (recipe.yaml:1:4) -> a.")]
    [InlineData("a:\n  b: ${a}", "recipe.yaml:2:3: interpolations go in a circle: a (recipe.yaml:2:3) -> a.b (recipe.yaml:2:6) -> a.")]
    public void Interpolations_InACircle_AreRefused(string yaml, string message) => Assert.Equal(message, Given.Refusal(yaml));

    [Fact]
    public void HydraSection_KeepsItsOwnResolvers_AndIsNotInTheTree()
    {
        var tree = Given.Tree("a: 1\nhydra:\n  run: {dir: '${hydra:runtime.cwd}/${now:%Y}'}\n  bad: '${'\n");

        Assert.Equal("a: 1\n", tree.ToYaml());
    }
}
