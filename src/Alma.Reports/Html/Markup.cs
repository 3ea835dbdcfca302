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
