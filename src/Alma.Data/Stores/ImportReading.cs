using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>Reads a source to its end and hands its examples to the dumps that they came with.</summary>
internal sealed class ImportReading : IDisposable
{
    private const int MostDumps = 500; // each has an open file
    private const int MostColumns = 1 << 16;
    private const int ReportEvery = 64;

    private readonly ImportSource source;
    private readonly StoreManifest? before;
    private readonly string dumps;
    private readonly ImportPlan plan;
    private readonly ClassNumbers classes;
    private readonly RowCells? cells;
    private readonly Dictionary<string, DumpWriter> writers = [];
    private readonly List<DumpWriter> inOrder = [];
    private readonly List<string> warnings = [];
    private ImageShape? shape;
    private ImportedPlace shapeFrom;
    private int[] final = [];

    /// <param name="before">The manifest of the store that it is added to; null for a new one.</param>
    /// <param name="dumps">The folder in which dumps are written aside.</param>
    /// <exception cref="DatasetException">The columns are not those of the store, or too many.</exception>
    public ImportReading(ImportSource source, StoreManifest? before, string dumps, ImportPlan plan)
    {
        (this.source, this.before, this.dumps, this.plan) = (source, before, dumps, plan);
        classes = new ClassNumbers([.. before?.Classes ?? [], .. source.ClassNames ?? []]);
        shape = before?.Shape;
        if (source.Columns.Count > MostColumns)
            throw new DatasetException($"{Places}: found {source.Columns.Count} columns, valid are at most {MostColumns}.");
        if (before is not null) RefuseOtherKind(before);
        if (!IsTable) return;
        cells = new RowCells(before?.Columns ?? Learned(), source.Columns);
        SayWhatIsLeftOut();
    }

    public IReadOnlyList<DumpWriter> Writers => inOrder;

    public IReadOnlyList<string> Warnings => [.. source.Warnings, .. warnings];

    private bool IsTable => source.Columns.Count > 0;

    private bool HasTimes => (before is null ? plan.Request.TimeColumn : before.TimeColumn) is not null;

    /// <summary>Reads all.</summary>
    /// <returns>The manifest of before, or of a store without dumps, with the classes and categories that were met.</returns>
    /// <exception cref="DatasetException">An example is none, or there is none to learn from.</exception>
    public StoreManifest Read(CancellationToken cancellation)
    {
        var count = 0L;
        foreach (var example in source.Read(cancellation))
        {
            if (count % ReportEvery == 0) cancellation.ThrowIfCancellationRequested();
            Take(example);
            if (++count % ReportEvery == 0) plan.Progress?.Report(count);
        }

        plan.Progress?.Report(count);
        if (inOrder.Sum(writer => (long)writer.Count) == 0) throw new DatasetException($"{Places} holds no example with a label.");
        (var names, final) = classes.InOrder();
        var share = SetAside();
        return (before ?? Start()) with
        {
            Columns = cells?.Columns ?? [],
            Shape = shape,
            Classes = names,
            TestShare = before is null ? share : before.TestShare,
        };
    }

    /// <summary>Completes the files of a dump.</summary>
    public StoredDump Finish(DumpWriter writer, string folder) => writer.Finish(
        folder, final, final.Length, plan.Time.GetUtcNow().UtcDateTime,
        [.. Came.Select(Path.GetFullPath)]);

    public void Dispose()
    {
        foreach (var writer in inOrder) writer.Dispose();
    }

    private IReadOnlyList<string> Came => plan.Came is { } one ? [one] : plan.Request.Paths;

    private string Places => string.Join(", ", plan.Request.Paths.Take(3)) + (plan.Request.Paths.Count > 3 ? ", ..." : "");

    private void Take(ImportedExample example)
    {
        var writer = WriterOf(example.Dump ?? DefaultDump());
        if (example.Label is not { } label)
        {
            writer.Unlabelled++;
            return;
        }

        writer.Add(BytesOf(example), classes.Of(label), example.IsTest, example.Time);
    }

    private ReadOnlySpan<byte> BytesOf(ImportedExample example) => example.Values switch
    {
        RowValues row when cells is not null => cells.Bytes(row.Cells, example.Place),
        ImageValues image when cells is null => Checked(image, example.Place),
        _ => throw new DatasetException($"{example.Place}: found an image among rows, or a row among images; expected all of one kind."),
    };

    private byte[] Checked(ImageValues image, ImportedPlace place)
    {
        if (shape is null) (shape, shapeFrom) = (image.Shape, place);
        if (image.Shape == shape) return image.Pixels;
        var other = before?.Shape is null ? $"{shapeFrom} is {shape}" : $"those of the data set are {shape}";
        throw new DatasetException(
            $"{place}: found an image of {image.Shape}, but {other} (channels, height, width); all must be alike.")
        {
            Need = new DatasetNeed.ImageSize(Math.Min(image.Shape.Height, image.Shape.Width)),
        };
    }

    private DumpWriter WriterOf(string name)
    {
        if (writers.TryGetValue(name, out var writer)) return writer;
        if (inOrder.Count == MostDumps)
            throw new DatasetException($"{Places} holds more than {MostDumps} dumps; import them in several goes.");
        var index = (before?.Dumps.Count ?? 0) + inOrder.Count;
        writer = new DumpWriter(Unused(name), StoreImport.WritingPath(dumps, index), HasTimes, plan.BeforeStep)
        {
            Arrived = plan.Arrived
        };
        inOrder.Add(writer);
        return writers[name] = writer;
    }

    private string Unused(string name)
    {
        var taken = (before?.Dumps.Select(dump => dump.Name) ?? []).Concat(inOrder.Select(writer => writer.Name)).ToHashSet();
        return Enumerable.Range(1, int.MaxValue).Select(k => k == 1 ? name : $"{name}-{k}").First(one => !taken.Contains(one));
    }

    private string DefaultDump()
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Came[0])));
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        return Path.GetFileNameWithoutExtension(name) is { Length: > 0 } bare ? bare : "data";
    }

    // Each dump by itself, so that every one is tested on.
    private double? SetAside()
    {
        var hasTests = inOrder.Any(writer => writer.HasTests);
        if (hasTests && plan.TestShare is not null)
            throw new DatasetException($"{Places} has a test set of its own, so that no other can be set aside.")
            {
                Need = new DatasetNeed.NoTestShare(),
            };
        if (hasTests) return null;
        var share = plan.TestShare ?? (before is null ? ImportPlan.UsualTestShare : before.TestShare);
        if (share is not { } part) return null;
        for (var k = 0; k < inOrder.Count; k++) inOrder[k].SetAside(part, (before?.Dumps.Count ?? 0) + k);
        return share;
    }

    private List<TableColumn> Learned()
    {
        List<TableColumn> learned =
            [.. source.Columns.Where(column => column.Kind != ColumnKind.Text).Select(column => new TableColumn(column.Name, column.Kind))];
        return learned.Count > 0
            ? learned
            : throw new DatasetException(
                $"{Places} has no column to learn from: found only text ({string.Join(", ", TextColumns().Take(10))}).");
    }

    private IEnumerable<string> TextColumns() =>
        source.Columns.Where(column => column.Kind == ColumnKind.Text).Select(column => column.Name);

    private void SayWhatIsLeftOut()
    {
        string[] left = before is null
            ? [.. TextColumns()]
            : [.. source.Columns.Select(column => column.Name).Except(before.Columns.Select(column => column.Name)).Except(before.LeftOut)];
        if (left.Length > 0)
            warnings.Add($"Left out {(before is null ? "as text" : "as new columns")}: {string.Join(", ", left.Take(20))}.");
    }

    private void RefuseOtherKind(StoreManifest store)
    {
        if (store.Kind == StoreKind.Table != IsTable)
            throw new DatasetException(
                $"{Places} holds {(IsTable ? "rows" : "images")}, but the data set holds {(IsTable ? "images" : "rows")}.");
    }

    private StoreManifest Start() => new()
    {
        Format = StoreManifest.CurrentFormat,
        Kind = IsTable ? StoreKind.Table : StoreKind.Image,
        Size = plan.Request.Size,
        Encoding = plan.Request.Encoding == TextEncodings.Usual ? null : plan.Request.Encoding,
        LeftOut = [.. TextColumns()],
        LabelColumn = plan.Request.LabelColumn,
        TimeColumn = plan.Request.TimeColumn,
        Licence = plan.Licence,
        Classes = [],
        Dumps = [],
    };
}
