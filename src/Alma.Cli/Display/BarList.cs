using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>Bars below each other: as many of the last ones as there are lines for.</summary>
internal sealed class BarList
{
    private readonly Lock gate = new();
    private readonly List<Bar> bars = [];

    public void Add(Bar bar)
    {
        lock (gate) bars.Add(bar);
    }

    public void Change(Bar bar, Action<Bar> change)
    {
        lock (gate) change(bar);
    }

    public IRenderable View(int width, int height)
    {
        lock (gate)
        {
            var isAll = bars.Count <= height;
            var shown = bars.TakeLast(isAll ? height : Math.Max(1, height - 1)).ToList();
            var room = shown.Select(bar => OneLine.Width(bar.Description)).DefaultIfEmpty().Max();
            IRenderable[] before = isAll ? [] : [new WrappedText(OneLine.Of($"({bars.Count - shown.Count} before these)", width))];
            return new Rows([.. before, .. shown.Select(bar =>
                new BarLine(
                    OneLine.Padded(OneLine.Of(bar.Description, width), Math.Min(room, width)), bar.Fraction, bar.Note ?? bar.TimeLeft))]);
        }
    }
}
