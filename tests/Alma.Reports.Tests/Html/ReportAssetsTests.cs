using System.Security.Cryptography;
using Alma.Reports.Html;

namespace Alma.Reports.Tests.Html;

public sealed class ReportAssetsTests
{
    [Theory]
    [InlineData("uPlot.iife.min.js", "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f")]
    [InlineData("uPlot.min.css", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04")]
    [InlineData("uPlot.LICENSE.txt", "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd")]
    [InlineData("DejaVuSans.ttf", "7da195a74c55bef988d0d48f9508bd5d849425c1770dba5d7bfc6ce9ed848954")]
    [InlineData("DejaVuSans.LICENSE.txt", "7a083b136e64d064794c3419751e5c7dd10d2f64c108fe5ba161eae5e5958a93")]
    public void ChartLibraryAndFont_InThisAssembly_IsAsPublished(string name, string sha256)
    {
        using var content = typeof(Markup).Assembly.GetManifestResourceStream(name)!;

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Fact]
    public void Script_OfReports_HasTheSignOfThisLibraryForWhatIsMissing() =>
        Assert.Contains($"const missing = \"{Units.Missing}\";", ReportAssets.Script, StringComparison.Ordinal);

    [Fact]
    public void Script_OfReports_StandsWithTheLicenceOfTheChartLibraryAndEndsNoTag()
    {
        Assert.Contains("Permission is hereby granted", ReportAssets.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("</script", ReportAssets.Script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("</style", ReportAssets.Style, StringComparison.OrdinalIgnoreCase);
    }
}
