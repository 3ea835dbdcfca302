using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Alma.Reports.Plots;

/// <summary>Turns the text of an SVG picture into shapes, since whoever opens it may not have the font.</summary>
internal static class SvgText
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    /// <param name="xml">As Skia writes it: text with a place for each letter.</param>
    /// <param name="title">What the picture shows, for those who cannot see it.</param>
    public static string ToShapes(string xml, string title)
    {
        var document = XDocument.Parse(xml);
        foreach (var text in document.Descendants(svg + "text").ToList()) text.ReplaceWith(Shape(text));
        document.Root!.SetAttributeValue("role", "img");
        document.Root.AddFirst(new XElement(svg + "title", title));
        return document.Declaration + "\n" + document + "\n";
    }

    private static XElement Shape(XElement text)
    {
        using var font = new SKFont(PlotFont.Typeface, Numbers(text, "font-size")[0]);
        using var path = new SKPath();
        var (xs, ys) = (Numbers(text, "x"), Numbers(text, "y"));
        foreach (var (letter, k) in text.Value.Trim()
            .EnumerateRunes()
            .Select((letter, k) => (letter, k))
            .TakeWhile(pair => pair.k < xs.Length))
        {
            using var glyph = font.GetGlyphPath(font.GetGlyph(letter.Value));
            if (glyph is not null) path.AddPath(glyph, xs[k], ys[Math.Min(k, ys.Length - 1)]);
        }

        return new XElement(
            svg + "path", text.Attribute("fill"), text.Attribute("fill-opacity"), text.Attribute("transform"),
            new XAttribute("d", path.ToSvgPathData()));
    }

    private static float[] Numbers(XElement text, string name) =>
        [.. text.Attribute(name)!.Value
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
}
