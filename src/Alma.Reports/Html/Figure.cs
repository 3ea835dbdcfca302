namespace Alma.Reports.Html;

/// <summary>The frame of a chart, which the page's script draws by its name, and the parts that all pages share.</summary>
internal static class Figure
{
    /// <param name="name">What the script knows the chart by.</param>
    /// <param name="title">Says what is plotted.</param>
    /// <param name="isWide">Whether it takes the whole width of the page.</param>
    public static Markup Of(string name, string title, bool isWide = false) => Markup.Of(
        $"""
        <figure class="chart{(isWide ? " wide" : "")}" id="chart-{name}"><figcaption>{title}</figcaption></figure>

        """);

    public static Markup Section(string id, string title, params Markup[] parts) => Markup.Of(
        $"""
        <section id="{id}" aria-labelledby="{id}-title">
        <h2 id="{id}-title">{title}</h2>
        {parts}
        </section>

        """);

    public static Markup Charts(params Markup[] figures) => Markup.Of($"<div class=\"charts\">{figures}</div>\n");

    /// <summary>A number that answers a question, large, with what it is below.</summary>
    public static Markup Tile(string name, string value, string note = "") => Markup.Of(
        $"<div class=\"tile\"><dt>{name}</dt><dd>{value}</dd><dd class=\"note\">{note}</dd></div>\n");

    public static Markup Tiles(params Markup[] tiles) => Markup.Of($"<dl class=\"tiles\">{tiles}</dl>\n");
}
