using System.Text;
using Alma.Config.Drafts;
using Alma.Config.Interpolations;

namespace Alma.Config.Overrides;

/// <summary>Reads the value of an override by Hydra's grammar: quoted text, numbers, lists, sections, else plain text.</summary>
internal sealed class OverrideValue
{
    private const string Escapable = "\\()[]{}:=, \t";
    private const string Structural = ",[]{}()";

    private readonly string text;
    private readonly Origin origin;
    private int at;

    private OverrideValue(string text, Origin origin)
    {
        this.text = text;
        this.origin = origin;
    }

    private char Next => at < text.Length ? text[at] : '\0';

    private bool AtEnd => at >= text.Length;

    public static DraftNode Parse(string text, Origin origin)
    {
        var reader = new OverrideValue(text, origin);
        var value = reader.ReadElement(depth: 0);
        if (reader.AtEnd) return value;
        throw reader.Next == ','
            ? reader.Error("a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value.")
            : reader.OutOfPlace();
    }

    /// <summary>The values between the commas that are in no list, section or quotes, as they were typed.</summary>
    public static IReadOnlyList<string> Split(string text, Origin origin)
    {
        var reader = new OverrideValue(text, origin);
        var values = new List<string>();
        for (; ; reader.at++)
        {
            var start = reader.at;
            reader.ReadElement(depth: 0);
            values.Add(text[start..reader.at].Trim());
            if (!reader.AtEnd && reader.Next != ',') throw reader.OutOfPlace();
            if (!reader.AtEnd) continue;
            return values.Count > 1 && values.Contains("") ? throw reader.Error("a value is missing beside a comma.") : values;
        }
    }

    private DraftNode ReadElement(int depth, bool isKey = false)
    {
        if (depth > DraftNode.DeepestNesting) throw Error($"nested deeper than {DraftNode.DeepestNesting} levels.");
        SkipSpace();
        DraftNode element = Next switch
        {
            '[' when !isKey => ReadList(depth),
            '{' when !isKey => ReadSection(depth),
            '\'' or '"' => new DraftScalar(ReadQuoted(), origin),
            _ => new DraftScalar(ReadUnquoted(depth, isKey), origin),
        };
        SkipSpace();
        return element;
    }

    private DraftSequence ReadList(int depth)
    {
        var items = new List<DraftNode>();
        ReadBetween(']', () => items.Add(ReadElement(depth + 1)));
        return new DraftSequence(origin, items);
    }

    private DraftMapping ReadSection(int depth)
    {
        var section = new DraftMapping(origin);
        ReadBetween('}', () =>
        {
            var start = at;
            ReadElement(depth + 1, isKey: true);
            var key = text[start..at].Trim().Trim('\'', '"');
            if (Next != ':') throw Error($"'{key}' needs a value: write {{{key}: value}}.");
            at++;
            if (section.Find(key) is not null) throw Error($"duplicate key '{key}'.");
            section.Set(new DraftEntry(key, origin, ReadElement(depth + 1)));
        });
        return section;
    }

    private void ReadBetween(char close, Action readItem)
    {
        at++;
        SkipSpace();
        for (var isFirst = true; Next != close || !isFirst; isFirst = false)
        {
            readItem();
            if (Next == close) break;
            if (Next != ',') throw Error($"'{close}' is missing.");
            at++;
        }

        at++;
    }

    private string ReadQuoted()
    {
        var quote = text[at++];
        var quoted = new StringBuilder();
        for (; Next != quote; at++)
        {
            if (AtEnd) throw Error($"the closing {quote} is missing.");
            if (Next == '\\' && at + 1 < text.Length && text[at + 1] == quote) at++;
            quoted.Append(text[at]);
        }

        at++;
        return quoted.ToString();
    }

    private object? ReadUnquoted(int depth, bool isKey)
    {
        var plain = new StringBuilder();
        while (!AtEnd && !Structural.Contains(Next) && !(isKey && Next == ':')) plain.Append(ReadUnquotedPiece());
        if (Next == '(') throw Error("a function such as choice(...) or range(...) is for sweeps ('alma sweep'), alone as the value; quote the value to pass it as text.");
        if (depth > 0 && plain.Length == 0) throw Error($"a value is missing at character {at + 1} of the value.");
        return OverrideScalarType.Resolve(plain.ToString().Trim());
    }

    private string ReadUnquotedPiece()
    {
        var start = at;
        if (text.AsSpan(at).StartsWith("${"))
        {
            var close = InterpolatedText.Close(text, at) ?? throw Error(InterpolatedText.WhyNotClosed(text));
            at = close + 1;
            return text[start..at];
        }

        if (Next == '\\' && at + 1 < text.Length && Escapable.Contains(text[at + 1])) at++;
        return text[at++].ToString();
    }

    private void SkipSpace()
    {
        while (Next is ' ' or '\t') at++;
    }

    private ConfigException OutOfPlace() => Error($"'{Next}' at character {at + 1} of the value is out of place; quote it to pass text.");

    private ConfigException Error(string problem) => ConfigException.At(origin, problem);
}
