using System.Globalization;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>
/// Files that are no configs, and configs made to exhaust the machine: one line, soon.
/// Mistakes in right ones: <see cref="ConfigErrorTests"/>.
/// </summary>
public sealed class BadConfigTests : IDisposable
{
    private static readonly Dictionary<string, (string Yaml, string Refusal)> cases = new()
    {
        ["empty"] = ("", "mine.yaml:1:1: the config has no key "),
        ["binary"] = ("\0\u0001\u0002", "mine.yaml:1:"),
        ["a list"] = ("- a\n- b\n", "the top level of a config must be 'key: value' lines."),
        ["two documents"] = ("a: 1\n---\nb: 2\n", "a second YAML document starts here"),
        ["a tag that is no URI"] = ("a: !<%> 1\n", "mine.yaml:1:"),
        ["a .NET type as tag"] = ("a: !System.IO.FileInfo x\n", "the tag !System.IO.FileInfo is not known."),
        ["aliases of aliases"] = (
            Doubling("a{0}: &a{0} [*a{1}, *a{1}]\n", "a0: &a0 [1, 1]\n"),
            "here the config comes to more than 10000 values and interpolations"),
        ["sections of sections"] = (
            Doubling("a{0}: {{x: '${{a{1}}}', y: '${{a{1}}}'}}\n", "a0: {x: 1}\n"),
            "here the config comes to more than 10000 values and interpolations"),
        ["texts of texts"] = (Doubling("a{0}: ${{a{1}}}${{a{1}}}\n", "a0: ten letters\n"), "the text comes to more than 10000 characters"),
        ["a chain of interpolations"] = (
            string.Concat(Enumerable.Range(0, 5000).Select(k => $"a{k}: ${{a{k + 1}}}\n")) + "a5000: 1\n",
            "more than 500 interpolations and sections lead through each other here."),
        ["deeply nested"] = (new string('[', 5000), "nested deeper than 100 levels."),
        ["too long"] = ("a: " + new string('x', 2_000_000), "mine.yaml: found more than 1048576 characters; that is no config."),
        ["defaults of itself"] = ("defaults: [mine]\n", "'defaults' go in a circle: mine.yaml -> mine.yaml."),
        ["defaults twice itself"] = ("defaults: [_self_, _self_]\na: {b: 1}\n", "mine.yaml:"),
        ["escape codes"] = ("\"\\e[31mb\": 1\n", "unknown key '\\u001B[31mb'."),
        ["markup"] = ("'[red]b[/]': 1\n", "[red]b[/]"),
    };

    private readonly Workplace workplace = new();

    public static TheoryData<string> Names => [.. cases.Keys];

    public void Dispose() => workplace.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_WhatIsNoConfig_IsRefused(string damage)
    {
        var (yaml, refusal) = cases[damage];
        workplace.Write("mine.yaml", yaml);

        Assert.Contains(refusal, workplace.Typed("run", "mine.yaml").RefusedInOneLine());
    }

    [Theory]
    [InlineData("+a.a.a.b=1")]
    [InlineData("a=${a}")]
    [InlineData("clmodel={{{")]
    [InlineData("seed=1e999")]
    [InlineData("seed=99999999999999999999")]
    [InlineData("clmodel.kornia_augs.0.size=1")]
    [InlineData("run_dir=")]
    [InlineData("run_dir=mine.yaml")]
    [InlineData("run_dir=/proc/nowhere")]
    [InlineData("=")]
    [InlineData("seed[0]=1")]
    [InlineData("seed=\u001b[31m")]
    public void Run_OverrideThatMeansNothing_IsRefused(string typed)
    {
        workplace.Write("mine.yaml", "a: file");

        Assert.NotEmpty(workplace.Typed("run", "digits/gmoe", "clmodel.max_epochs=1", typed).RefusedInOneLine());
    }

    [Fact]
    public void Run_EmptyDataFolder_IsRefused() =>
        Assert.Equal(
            "The data folder is '', which is no path.",
            workplace.Typed("run", "mnist/test_finetune_mlp", "data_dir=", "device=cpu").RefusedInOneLine());

    [Fact]
    public void Run_OverrideOfManyLevels_IsRefused() =>
        Assert.EndsWith(
            "nested deeper than 100 levels.",
            workplace.Typed("run", $"+{string.Join('.', Enumerable.Repeat("a", 20_000))}=1").RefusedInOneLine());

    /// <summary>Forty lines, each of which holds the one before twice.</summary>
    private static string Doubling(string line, string first) =>
        first + string.Concat(Enumerable.Range(1, 40).Select(k => string.Format(CultureInfo.InvariantCulture, line, k, k - 1)));
}
