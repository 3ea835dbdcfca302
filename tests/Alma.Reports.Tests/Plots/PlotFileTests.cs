using System.Xml.Linq;
using Alma.Reports.Comparison;
using Alma.Reports.Plots;
using Alma.Reports.Tests.Comparison;
using Alma.Runs;
using SkiaSharp;

namespace Alma.Reports.Tests.Plots;

public sealed class PlotFileTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    private static readonly PlotFrame frame = new(800, 450);

    [Theory]
    [InlineData(null, false)]
    [InlineData("compute", true)]
    public void Png_OfRuns_HasItsSizeAndTextWhereNamesStand(string? x, bool isDark)
    {
        using var picture = SKBitmap.Decode(PlotFile.PngOf(Plot(x), frame with { Title = "Three recipes", IsDark = isDark }));

        Assert.Equal((800, 450), (picture.Width, picture.Height));
        Assert.Equal(SKColor.Parse(isDark ? "#14171b" : "#ffffff"), picture.GetPixel(1, 1));
        Assert.InRange(Inked(picture, 0, 60, 28, 400), 200, 5000); // the left axis's name, upright
        Assert.InRange(Inked(picture, 100, 425, 500, 450), 200, 5000); // the lower axis's name
        Assert.InRange(Inked(picture, 100, 0, 500, 26), 200, 5000); // the title
        Assert.InRange(Inked(picture, 660, 100, 800, 350), 500, 15000); // the legend's names
    }

    [Fact]
    public void Png_OfRunsWithoutTitle_IsEmptyWhereItWouldStand()
    {
        using var picture = SKBitmap.Decode(PlotFile.PngOf(Plot(null), frame));

        Assert.Equal(0, Inked(picture, 0, 0, 800, 8));
    }

    [Fact]
    public void Svg_OfRuns_IsXmlWhoseTextNeedsNoFont()
    {
        var svg = XDocument.Parse(PlotFile.SvgOf(Plot("memory"), frame)).Root!;

        Assert.Equal(("svg", "800", "450"), (svg.Name.LocalName, svg.Attribute("width")!.Value, svg.Attribute("height")!.Value));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "text" or "image");
        Assert.InRange(svg.Descendants().Count(element => element.Name.LocalName == "path"), 30, 2000);
    }

    [Fact]
    public void Font_OfPlots_IsTheOneInThisLibrary()
    {
        PlotFont.Install();

        Assert.Equal("DejaVu Sans", ScottPlot.Fonts.GetTypeface(PlotFont.Name, bold: false, italic: false).FamilyName);
        Assert.Equal(PlotFont.Name, ScottPlot.Fonts.Default);
    }

    [Fact]
    public void Write_WhereAFolderIs_IsRefused() =>
        Assert.StartsWith(
            "/tmp is a folder",
            Assert.Throws<RunFolderException>(() => PlotFile.Write(Plot(null), frame, "/tmp")).Message,
            StringComparison.Ordinal);

    /// <summary>How many pixels of a rectangle are not of the picture's corner.</summary>
    private static int Inked(SKBitmap picture, int left, int top, int right, int bottom)
    {
        var back = picture.GetPixel(0, 0);
        return Enumerable.Range(top, bottom - top)
            .Sum(y => Enumerable.Range(left, right - left).Count(x => picture.GetPixel(x, y) != back));
    }

    private RunsPlot Plot(string? x) => RunsPlot.Of(Grouping.By([ConfigKeys.Recipe], three.Set.Complete), PlotMeasure.Named(x));
}
