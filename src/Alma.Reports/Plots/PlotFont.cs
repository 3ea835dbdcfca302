using ScottPlot;
using SkiaSharp;

namespace Alma.Reports.Plots;

/// <summary>
/// DejaVu Sans, which is part of this library: where a machine has no fonts, text of plots would be missing without a word.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    /// <summary>No installed font is called that.</summary>
    public const string Name = "alma-plot";

    private const string Resource = "DejaVuSans.ttf";

    private static readonly Lazy<SKTypeface> typeface = new(Read);

    private static readonly Lazy<bool> installed = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PlotFont());
        Fonts.Default = Name;
        return true;
    });

    private PlotFont()
    {
    }

    public static SKTypeface Typeface => typeface.Value;

    /// <summary>Has all plots of this process written in this font.</summary>
    public static void Install() => _ = installed.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface : null;

    private static SKTypeface Read()
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in this library.");
        using var content = SKData.Create(stream);
        return SKTypeface.FromData(content) ?? throw new InvalidOperationException($"{Resource} is no font.");
    }
}
