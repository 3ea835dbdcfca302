using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>A cell of a <see cref="ConsoleTable"/>.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Style">Its colour, or null.</param>
public sealed record ConsoleCell(string Text, Style? Style = null)
{
    /// <summary>Draws it, where it is a picture; its text is then as wide.</summary>
    internal IRenderable? Picture { get; init; }

    public static implicit operator ConsoleCell(string text) => new(text);

    public static ConsoleCell FromString(string text) => text;
}
