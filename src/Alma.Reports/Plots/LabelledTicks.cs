using ScottPlot;
using ScottPlot.TickGenerators;

namespace Alma.Reports.Plots;

/// <summary>Ticks where ScottPlot puts them, with labels in the axis's unit.</summary>
internal sealed class LabelledTicks(AxisNumbers numbers) : ITickGenerator
{
    private const double Density = 0.6;

    private readonly NumericAutomatic placed = new()
    {
        TickDensity = Density,
        IntegerTicksOnly = numbers == AxisNumbers.Count,
        LabelFormatter = tick => AxisLabels.Of(numbers, [tick])[0],
        MinorTickGenerator = new EvenlySpacedMinorTickGenerator(0),
    };

    public Tick[] Ticks { get; private set; } = [];

    public int MaxTickCount
    {
        get => placed.MaxTickCount;
        set => placed.MaxTickCount = value;
    }

    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        placed.Regenerate(range, edge, size, paint, labelStyle);
        double[] positions = [.. placed.Ticks.Where(tick => tick.IsMajor).Select(tick => tick.Position)];
        Ticks = [.. positions.Zip(AxisLabels.Of(numbers, positions), Tick.Major)];
    }
}
