using System.Text;

namespace Alma.Config.Overrides;

/// <summary>Texts, quoted and unquoted.</summary>
internal sealed partial class OverrideReader
{
    /// <summary>
    /// Backslashes count only before a quote: there each two are one, and one left over makes the quote a part of the text.
    /// </summary>
    private string ReadQuoted()
    {
        var quote = text[at++];
        var quoted = new StringBuilder();
        for (var backslashes = 0; ; at++)
        {
            if (AtEnd) throw Error($"the closing {quote} is missing.");
            if (Next == quote)
            {
                quoted.Length -= backslashes - (backslashes / 2);
                if (backslashes % 2 == 0) break;
            }

            backslashes = Next == '\\' ? backslashes + 1 : 0;
            quoted.Append(Next);
        }

        at++;
        return quoted.ToString();
    }

    /// <summary>Space at the ends does not count unless it is escaped; what is escaped is text.</summary>
    private ConfigScalar ReadUnquoted(int depth, bool isKey)
    {
        var (start, end) = (at, at);
        var (plain, length, isText) = (new StringBuilder(), 0, false);
        while (!AtEnd && !Structural.Contains(Next) && !(isKey && Next == ':'))
        {
            var isSpace = char.IsWhiteSpace(Next);
            isText |= AppendPiece(plain);
            if (!isSpace) (length, end) = (plain.Length, at);
        }

        if (hasFunctions && Next == '(')
            throw Error(
                "'(' begins the arguments of a function only after its name, as in choice(a,b); quote the value to pass it as text.");
        if (depth > 0 && length == 0) throw Error($"a value is missing at character {at + 1} of the value.");
        plain.Length = length;
        var read = plain.ToString();
        return ConfigScalar.Of(isText ? read : OverrideScalarType.Resolve(read), origin, text[start..end], read);
    }

    /// <summary>Whether the piece was escaped, or an interpolation.</summary>
    private bool AppendPiece(StringBuilder plain)
    {
        var start = at;
        if (text.AsSpan(at).StartsWith("${"))
        {
            var close = InterpolatedText.Close(text, at) ?? throw Error(InterpolatedText.WhyNotClosed(text));
            at = close + 1;
            plain.Append(text, start, at - start);
            return true;
        }

        var isEscaped = Next == '\\' && at + 1 < text.Length && Escapable.Contains(text[at + 1]);
        at += isEscaped ? 1 : 0;
        plain.Append(text[at++]);
        return isEscaped;
    }
}
