// N: batch, F: cells of a row, D: features.
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Onnx;

namespace Alma.Learning.Export;

/// <summary>
/// What <see cref="TableEncoding"/> makes of rows as a part of an ONNX graph: all columns of a kind at once, then each feature into its
/// place.
/// </summary>
internal sealed class TableGraph(OnnxGraph graph, IReadOnlyList<EncodedColumn> columns)
{
    private readonly List<(int Cell, double Mean, double Deviation, int Feature)> numbers = [];
    private readonly List<(int Cell, int Feature)> flags = [];
    private readonly List<(int Cell, int Category, int Feature)> slots = [];
    private readonly List<Circle> circles = [];
    private readonly List<Circle> weeks = []; // whose places the encoding divides in single precision
    private readonly List<(int Cell, EncodedColumn Column, int Feature)> counts = [];

    /// <param name="rows">(N, F) float32, NaN for what is missing.</param>
    /// <returns>(N, D) float32.</returns>
    public OnnxValue Add(OnnxValue rows)
    {
        Place();
        List<(OnnxValue Value, IEnumerable<int> Features)> parts = [];
        if (numbers.Count > 0) parts.Add((Numbers(rows), numbers.Select(number => number.Feature)));
        if (flags.Count > 0) parts.Add((Missing(rows, flags.Select(flag => flag.Cell)), flags.Select(flag => flag.Feature)));
        if (slots.Count > 0) parts.Add((Slots(rows), slots.Select(slot => slot.Feature)));
        foreach (var (group, isSingle) in new[] { (circles, false), (weeks, true) })
            if (group.Count > 0) parts.Add((Circles(rows, group, isSingle), group.Select(circle => circle.Feature)));
        foreach (var (cell, column, feature) in counts) parts.Add((Counted(rows, cell, column), [feature]));
        var together = graph.Node("Concat", [.. parts.Select(part => part.Value)], OnnxAttribute.Of("axis", 1));
        // at which place of the parts each feature is
        long[] places = [.. parts.SelectMany(part => part.Features).Index().OrderBy(one => one.Item).Select(one => (long)one.Index)];
        return graph.Node("Gather", [together, graph.Integers(places)], OnnxAttribute.Of("axis", 1));
    }

    private void Place()
    {
        var (cell, feature) = (0, 0);
        foreach (var column in columns)
        {
            switch (column.Kind)
            {
                case ColumnKind.Category: PlaceCategory(column, cell, feature); break;
                case ColumnKind.Date: PlaceDate(column, cell, feature); break;
                default: PlaceNumber(column, cell, feature); break;
            }

            cell += column.CellCount;
            feature += column.FeatureCount;
        }
    }

    private void PlaceNumber(EncodedColumn column, int cell, int feature)
    {
        numbers.Add((cell, column.Mean, column.Deviation, feature));
        if (column.HasFlag) flags.Add((cell, feature + 1));
    }

    private void PlaceCategory(EncodedColumn column, int cell, int feature)
    {
        if (column.Counts is not null) counts.Add((cell, column, feature));
        foreach (var (slot, category) in column.Slots.Index()) slots.Add((cell, category, feature + slot));
        flags.Add((cell, feature + column.FeatureCount - 1));
    }

    private void PlaceDate(EncodedColumn column, int cell, int feature)
    {
        PlaceNumber(column, cell, feature);
        var next = feature + (column.HasFlag ? 2 : 1);
        circles.AddRange(Circle.At(cell, EncodedColumn.DaysPerYear, next));
        weeks.AddRange(Circle.At(cell, EncodedColumn.DaysPerWeek, next + 2));
        if (column.HasTime) circles.AddRange(Circle.At(cell + 1, EncodedColumn.SecondsPerDay, next + 4));
    }

    // (v - mean) / deviation, in double precision as in training; 0 for what is missing
    private OnnxValue Numbers(OnnxValue rows)
    {
        var cells = Cells(rows, numbers.Select(number => number.Cell));
        var less = graph.Node("Sub", [Double(cells), Row(numbers.Select(number => number.Mean))]);
        return ZeroWhereMissing(cells, graph.Node("Div", [less, Row(numbers.Select(number => number.Deviation))]));
    }

    // sin(2 pi turns); a cosine is a sine a quarter turn on
    private OnnxValue Circles(OnnxValue rows, List<Circle> group, bool isSingle)
    {
        var cells = Cells(rows, group.Select(circle => circle.Cell));
        var periods = Row(group.Select(circle => circle.Period));
        var turns = isSingle ? Double(graph.Node("Div", [cells, Float(periods)])) : graph.Node("Div", [Double(cells), periods]);
        var part = graph.Node("Sub", [turns, graph.Node("Floor", [turns])]);
        var shifted = graph.Node("Add", [part, Row(group.Select(circle => circle.IsCosine ? 0.25 : 0))]);
        return ZeroWhereMissing(cells, graph.Node("Sin", [graph.Node("Mul", [shifted, graph.Constant([Math.Tau], [1])])]));
    }

    // 1 where a cell is the category of the slot
    private OnnxValue Slots(OnnxValue rows)
    {
        float[] categories = [.. slots.Select(slot => (float)slot.Category)];
        var cells = Cells(rows, slots.Select(slot => slot.Cell));
        return Float(graph.Node("Equal", [cells, graph.Constant(categories, [1, categories.Length], "categories")]));
    }

    private OnnxValue Missing(OnnxValue rows, IEnumerable<int> cells) => Float(graph.Node("IsNaN", [Cells(rows, cells)]));

    // What a category counts, from a list with an entry more for those that never occurred
    private OnnxValue Counted(OnnxValue rows, int cell, EncodedColumn column)
    {
        var length = column.Counts!.Keys.Max() + 1;
        float[] values = [.. Enumerable.Range(0, length + 1).Select(category =>
            (float)(((float)Math.Log(1 + column.Counts.GetValueOrDefault(category)) - column.Mean) / column.Deviation))];
        var code = Cells(rows, [cell]); // (N, 1)
        var none = graph.Number(length);
        var isKnown = graph.Node(
            "And", [graph.Node("GreaterOrEqual", [code, graph.Number(0)]), graph.Node("Less", [code, none])]); // false for NaN
        var index = graph.Node(
            "Cast", [graph.Node("Where", [isKnown, code, none])], OnnxAttribute.Of("to", (long)OnnxElement.Int64));
        var looked = graph.Node("Gather", [graph.Constant(values, [values.Length], "counts"), index], OnnxAttribute.Of("axis", 0));
        return graph.Node("Where", [graph.Node("IsNaN", [code]), graph.Number(0), looked]);
    }

    private OnnxValue ZeroWhereMissing(OnnxValue cells, OnnxValue values) =>
        graph.Node("Where", [graph.Node("IsNaN", [cells]), graph.Number(0), Float(values)]);

    private OnnxValue Cells(OnnxValue rows, IEnumerable<int> cells) =>
        graph.Node("Gather", [rows, graph.Integers([.. cells.Select(cell => (long)cell)])], OnnxAttribute.Of("axis", 1));

    private OnnxValue Row(IEnumerable<double> values)
    {
        double[] row = [.. values];
        return graph.Constant(row, [1, row.Length]);
    }

    private OnnxValue Double(OnnxValue input) => graph.Node("Cast", [input], OnnxAttribute.Of("to", (long)OnnxElement.Float64));

    private OnnxValue Float(OnnxValue input) => graph.Node("Cast", [input], OnnxAttribute.Of("to", (long)OnnxElement.Float32));

    /// <summary>One of the two numbers of a place on a circle.</summary>
    private sealed record Circle(int Cell, double Period, bool IsCosine, int Feature)
    {
        public static Circle[] At(int cell, double period, int feature) =>
            [new(cell, period, false, feature), new(cell, period, true, feature + 1)];
    }
}
