using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>A table's only line stands below its head; it is made of hyphens where the output has no Unicode.</summary>
internal sealed class HeadRule : TableBorder
{
    public static readonly HeadRule Line = new(isAscii: false);
    private static readonly HeadRule Hyphens = new(isAscii: true);
    private readonly bool isAscii;

    private HeadRule(bool isAscii) => this.isAscii = isAscii;

    public override TableBorder? SafeBorder => Hyphens;

    public override string GetPart(TableBorderPart part)
    {
        var line = Simple.GetPart(part);
        return isAscii ? line.Replace('─', '-') : line;
    }
}
