using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Alma.Reports.Html;

/// <summary>What the compiler makes of an interpolated string for <see cref="Markup.Of"/>: literals are HTML, values are text.</summary>
[InterpolatedStringHandler]
public readonly struct MarkupInterpolation
{
    private readonly StringBuilder html;

    public MarkupInterpolation(int literalLength, int formattedCount) => html = new StringBuilder(literalLength + (16 * formattedCount));

    public void AppendLiteral(string literal) => html.Append(literal);

    public void AppendFormatted(Markup markup) => html.Append(markup.ToString());

    public void AppendFormatted<T>(T value)
    {
        if (value is IEnumerable<Markup> markups) html.AppendJoin("", markups);
        else html.Append(HtmlEncoder.Default.Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
    }

    public override string ToString() => html.ToString();
}
