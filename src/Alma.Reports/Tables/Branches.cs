using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>The lines of a tree, which unlike Spectre's own become ASCII where the output has no Unicode.</summary>
internal sealed class Branches : TreeGuide
{
    /// <summary>How far each level is indented.</summary>
    public const int Width = 4;

    public override TreeGuide? SafeTreeGuide => Ascii;

    public override string GetPart(TreeGuidePart part) => Line.GetPart(part);
}
