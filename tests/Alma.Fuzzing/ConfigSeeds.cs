namespace Alma.Fuzzing;

/// <summary>Every recipe there is, overrides of each kind, and small trees with all that the grammar knows.</summary>
internal static class ConfigSeeds
{
    public static byte[][] Recipes { get; } =
        [.. typeof(ConfigSeeds).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Resource)];

    public static byte[][] Overrides { get; } = FuzzedParser.Utf8(
        "d=3", "a.b=[1, 2.5, {x: y, 'z': null}]", "a.b.1.c=text with spaces", "+n.o.p=1", "++d=[[],{}]", "~d", "~d=2", "seed=${d}",
        "a={b: ${e}, c: '${d}'}", "d='quoted \\' text'", "d=\"\\\\\"", "d=1e-5", "d=nan", "d=a\\,b", "d=${oc.env:HOME,x}", "run_dir=../x",
        "d=choice(1,2)", "hydra.run.dir=x", "d@_global_=1", "checkpoint.keep_models=false", "d=sort(3,1,2)",
        "a.b=sort([3,1.5,true],reverse=true)", "d=int(3.7)", "a={b: str([1,{x: 2}])}", "d=tag(a,b,choice(int(1.5),'x'))",
        "d=shuffle(float(range(1,4,0.5)))", "d=tag(log,interval(1e-4,1))", "d=glob(include=[a*,b?],exclude=[!x])", "a.b=extend_list(1,[2])",
        "d=json_str({k: 'é'})", "+x/y@z.w=[o,p]", "~x@y=z", "d=${oc.decode:'[1, ${d}]'}", "d=${oc.select:a.b.0,'}'}",
        "d=${oc.create:{k: [${d}]}}", "d=a\\ \\,");

    public static byte[][] SmallTrees { get; } = FuzzedParser.Utf8(
        "a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n",
        "a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        "a: ten\nb: ${a}${a}\nc: ${b}${b}\nd: ${c}${c}\n",
        "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d "
        + "[*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
        "a: {x: 1, y: 2}\nb: {x: '${a}', y: '${a}'}\nc: {x: '${b}', y: '${b}'}\nd: {x: '${c}', y: '${c}'}\ne: [{x: '${d}'}, '${d}']\n",
        "a: {b: [1, 2]}\nc: ${a.b.1}\nd: ${.e}\ne: ${oc.env:HOME,none}\nf: \\${a}\n",
        "defaults:\n- _self_\n- optional /group: [x, y]\n- override hydra/launcher: z\nhydra: {run: {dir: x}}\n",
        "# @package a.b\ndefaults:\n- optional g@_here_: ${h}\n- optional override /g: ???\n- g: null\nc: 1\n",
        "a: ${oc.decode:'[1, ${b}]'}\nb: ${oc.select:c.d,{e: 1}}\nc: ${oc.create:[1, {x: '${b}'}]}\nf: ${oc.dict.keys:g}\ng: {h: "
        + "'${oc.deprecated:b}'}\ni: ${oc.dict.values:g}\nj: ${oc.env:A,'}'}\n",
        "a: !!int '1'\nb: |\n  text\n  more\nc: >-\n  text\nd: \"\\u0041\\x41\"\ne: 0x1F\nf: 1_000\ng: 1:30\n? h\n: i\n");

    public static byte[][] Words { get; } = FuzzedParser.Utf8(
        "a", "b", ".", "..", ":", ": ", "- ", "\n", "\n  ", "\n    ", "\t", " ", ",", "=", "+", "++", "~", "'", "\"", "\\", "#", " #", "[",
        "]", "{", "}", "(", ")", "${", "${a}", "${.b}", "$", "&x ", "*x", "!!int ", "!!float ", "!", "?", "|\n", ">", "%", "@", "`", "<<: ",
        "---", "...", "0", "1", "-1", "1.", "1e5", "1e400", "0x", "0b1", ":30", "_", "null", "true", ".nan", ".inf", "99999999999999999999",
        "9223372036854775807", "2147483648", "hydra", "defaults", "oc.env:", "oc.decode:", "oc.select:", "oc.create:", "oc.dict.keys:",
        "override ", "optional ", "@", "_global_", "???", "choice(", "range(", "sort(", "int(", ")", "\\ ", "é", "漢", "😀", "\u2028",
        "\u0007", "\0", "\uFEFF", "\r", "class_name: ", "MLP", "VGG", "MoE_VGG", "Finetune", "n_megabatches: ", "patch_size: ", "clmodel",
        "stream", "kornia_augs: ", "size_layers", "n_layers");

    private static byte[] Resource(string name)
    {
        using var stream = typeof(ConfigSeeds).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
