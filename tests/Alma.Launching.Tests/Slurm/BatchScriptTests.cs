using System.Diagnostics;
using System.Text;
using Alma.Config;
using Alma.Launching.Slurm;

namespace Alma.Launching.Tests.Slurm;

/// <summary>Whatever stands in a text that enters a script: it stays in its place there, or is refused.</summary>
public sealed class BatchScriptTests : IDisposable
{
    private const int CasesPerField = 60;
    private const string Letters = "ab1 %'\"\\#$`;&|<>()!*?~=,-_./\n\r\t\0\u001b\u0085\u2028é漢";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Fields =>
    [
        .. typeof(SlurmOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(string) && property.Name != nameof(SlurmOptions.SubmititFolder))
            .Select(property => property.Name),
        "key", "value", "setup", "variable", "program", "job name", "log",
    ];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Script_AnyTextInAField_KeepsItsLinesOrIsRefused(string field)
    {
        var random = new Random(field.Sum(letter => letter));
        var plain = Script(field, "plain")!;
        var accepted = 0;
        for (var number = 0; number < (field == "setup" ? 20 : CasesPerField); number++)
        {
            var text = Text(random);
            if (Script(field, text) is not { } script) continue;
            accepted++;
            Assert.Equal(plain.Split('\n').Length, script.Split('\n').Length);
            Assert.Equal(Directives(plain).Count(), Directives(script).Count());
            if (ValueIn(script, field) is { } value) Assert.Equal(text, value);
            File.WriteAllText(folder.File($"{number}.sbatch"), script);
        }

        Assert.True(field == "key" || accepted > 0);
        Assert.Equal("", WrongScripts());
    }

    [Theory]
    [InlineData("key", "x\nrm -rf /tmp/x", "'x\\u000Arm -rf /tmp/x' is no option of sbatch")]
    [InlineData("key", "", "'' is no option of sbatch")]
    [InlineData("value", "a\nb", "the option --x of sbatch is 'a\\u000Ab', which has a line break")]
    [InlineData("value", "a\"b", "has a double quote or a backslash")]
    [InlineData("Partition", "", "the option --partition of sbatch is empty")]
    [InlineData("Partition", "a\r#SBATCH --uid=0", "which has a line break or another control character")]
    [InlineData("variable", "a\nb", "the variable ALMA_DATA is 'a\\u000Ab'")]
    [InlineData("program", "a\nb", "the command of the jobs is 'a\\u000Ab'")]
    [InlineData("setup", "  #SBATCH --mem=9", "would have no effect")]
    [InlineData("setup", "echo 'open", "is no shell that ends where it should")]
    [InlineData("setup", "cat <<END", "is no shell that ends where it should")]
    [InlineData("setup", "echo \\", "ends in a backslash")]
    [InlineData("setup", "echo a\0b", "which has a line break or another control character")]
    [InlineData("log", "a\\b", "has a double quote or a backslash")]
    public void Script_TextThatWouldLeaveItsPlace_IsRefusedWithItsKey(string field, string text, string refusal) =>
        Assert.Contains(refusal, Assert.Throws<LaunchException>(() => Written(field, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Script_SetupOfSeveralLines_KeepsThem() =>
        Assert.Contains(
            "\nmodule load cuda\nif true; then\n\techo it\nfi\nexec ",
            Written("setup", "module load cuda\nif true; then\n\techo it\nfi\n"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("/s/100%/a%Ab", "/s/100%/a%Ab/7_3.log")]
    [InlineData("/s/%%/%a", "/s/%%/%a/7_3.log")]
    public void Log_PathWithPercentSigns_IsThatPathForSbatchAndForUs(string path, string log)
    {
        var pattern = Path.Combine(ScriptText.Path(path), "%A_%a.log");

        Assert.Contains(
            $"--output={path.Replace("%", "%%", StringComparison.Ordinal)}/%A_%a.log\n", Written("log", pattern), StringComparison.Ordinal);
        Assert.Equal(log, new Submission("7", pattern, []).LogOf(3));
    }

    [Fact]
    public void Script_AwkwardTexts_IsAsAgreed() => Assert.Equal(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "awkward.sbatch")),
        BatchScript.Array(
            new SlurmOptions { Name = "näme", Partition = "a b", Comment = "it's #1; 50% done", Setup = ["export X='a  b'"] },
            "unused",
            count: 2,
            log: Path.Combine(ScriptText.Path("/s/50% it's"), "%A_%a.log"),
            after: null,
            command: ["/opt/al ma/alma", "sweep", "job", "/s/50% it's"],
            variable: name => name == "ALMA_DATA" ? "/data/a\tb" : null));

    private static string? Script(string field, string text)
    {
        try
        {
            return Written(field, text);
        }
        catch (LaunchException)
        {
            return null;
        }
    }

    private static string Written(string field, string text)
    {
        var options = new SlurmOptions
        {
            Setup = field == "setup" ? [text] : null,
            AdditionalParameters =
                new Dictionary<string, ConfigNode> { [field == "key" ? text : "x"] = Scalar(field == "value" ? text : "y") },
        };
        typeof(SlurmOptions).GetProperty(field)?.SetValue(options, text);
        return BatchScript.Array(
            options,
            field == "job name" ? text : "alma-s",
            count: 2,
            log: field == "log" ? text : "/s/%A_%a.log",
            after: null,
            command: [field == "program" ? text : "/usr/bin/alma", "sweep", "job"],
            variable: name => name == "ALMA_DATA" ? field == "variable" ? text : "/data" : null);
    }

    private static ConfigNode Scalar(string text) =>
        ConfigTree.Parse($"x: \"{string.Concat(text.Select(letter => $"\\u{(int)letter:X4}"))}\"\n", "s.yaml", []).Find("x")!;

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(2) == 0 ? 'x' : Letters[random.Next(Letters.Length)]));

    private static IEnumerable<string> Directives(string script) =>
        script.Split('\n').Where(line => line.StartsWith("#SBATCH", StringComparison.Ordinal));

    private static string? ValueIn(string script, string field)
    {
        var option = field switch
        {
            "value" => "x",
            "log" => "output",
            "job name" or "Name" => "job-name",
            "key" or "setup" or "variable" or "program" => null,
            _ => Kebab(field)
        };
        if (option is null) return null;
        var line = Directives(script).Last(directive => directive.StartsWith($"#SBATCH --{option}=", StringComparison.Ordinal));
        return AsSbatchReads(line["#SBATCH ".Length..])[$"--{option}=".Length..];
    }

    private static string Kebab(string name) => string.Concat(
        name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : $"{letter}"));

    /// <summary>SLURM's own reading of a word of its directives: quotes, backslashes, and '#' begins a comment.</summary>
    private static string AsSbatchReads(string line)
    {
        var word = new StringBuilder();
        char? quote = null;
        var isEscaped = false;
        foreach (var letter in line)
        {
            if (isEscaped) (isEscaped, word) = (false, word.Append(letter));
            else if (letter == '\\') isEscaped = true;
            else if (letter == quote) quote = null;
            else if (quote is null && letter is '"' or '\'' && quote is null) quote = letter;
            else if (quote is null && (char.IsWhiteSpace(letter) || letter == '#')) break;
            else word.Append(letter);
        }

        return word.ToString();
    }

    private string WrongScripts()
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", "for script in *.sbatch; do [ -e \"$script\" ] && { bash -n \"$script\" || echo \"$script\"; }; done; true"])
        {
            WorkingDirectory = folder.FullPath,
            RedirectStandardOutput = true,
        };
        using var bash = Process.Start(start)!;
        return bash.StandardOutput.ReadToEnd();
    }
}
