using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Alma.Reports.Html;

/// <summary>A piece of HTML. Made from an interpolated string, in which every value that is no markup itself is escaped.</summary>
public readonly record struct Markup
{
    private readonly string? text;

    private Markup(string text) => this.text = text;

    public static Markup Empty => default;

    /// <summary>HTML with values in it: <c>Markup.Of($"&lt;p&gt;{name}&lt;/p&gt;")</c>.</summary>
    public static Markup Of(MarkupInterpolation html) => new(html.ToString());

    /// <summary>Text that is HTML already: of Alma's own files only.</summary>
    internal static Markup Trusted(string html) => new(html);

    public override string ToString() => text ?? "";
}

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
