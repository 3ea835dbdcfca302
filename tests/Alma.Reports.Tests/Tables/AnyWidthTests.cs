using Alma.Reports.Comparison;
using Alma.Reports.Queries;
using Alma.Reports.Tables;
using Alma.Reports.Tests.Comparison;
using Alma.Reports.Tests.Watching;
using Alma.Reports.Watching;
using Alma.Runs.Catalog;
using Alma.Runs.Experts;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tests.Tables;

/// <summary>Whatever stands in it, and however narrow the terminal: a view comes to an end, fits and steers nothing.</summary>
public sealed class AnyWidthTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    private const int Widest = 400;

    private static readonly Dictionary<Type, Func<ThreeRecipes, List<string>, int, IRenderable>> views = new()
    {
        [typeof(RunListTable)] = (_, texts, _) => RunListTable.Of([.. texts.Select((text, k) =>
            new CatalogEntry(text, (CatalogState)(k % 5), k % 2 == 0 ? RunFixture.Manifest : null, 0.5, k % 3 == 0 ? text : null))]),
        [typeof(SummaryTable)] = (three, texts, _) => SummaryTable.Of(three.Set.Runs[0] with
        {
            Path = texts[0],
            Manifest = RunFixture.Manifest with { Recipe = texts[1], Device = texts[2], Error = texts[3] }
        }),
        [typeof(ComparisonTable)] = (three, texts, _) => ComparisonTable.Of(Compared(three, texts)),
        [typeof(QueryTable)] = (_, texts, _) => QueryTable.Of(new QueryResult(AnswerColumn.Distinct(texts), [.. texts.Select((text, k) =>
            texts.Select((other, j) => j switch { 0 => text, 1 => (object?)(1.5 * k), 2 => null, _ => other }).ToList())])),
        [typeof(SchemaTable)] = (_, texts, _) =>
            SchemaTable.Of([new StoredTable(texts[0], texts[1], [.. texts.Select(text => new StoredColumn(text, text, text))])]),
        [typeof(ExpertTreeView)] = (_, texts, _) => ExpertTreeView.Of([new LayerExperts(
            texts[0], new("", 1, [new(texts[1], 0.9, [new(texts[2], 0.3, [])]), new(texts[3], double.NaN, [])]))]),
        [typeof(WatchScreen)] = (_, texts, width) =>
            WatchScreen.Of([.. texts.Select((text, k) => Watched(text, k))], 2, width, width % 2 == 0 ? int.MaxValue : 1 + (width % 30)),
    };

    public static TheoryData<Type> Views() => [.. views.Keys];

    [Fact]
    public void Views_OfTheLibrary_AreAllHeldToTheRule() => Assert.Equal(
        typeof(RunListTable).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods().Any(method => method.IsStatic && method.ReturnType == typeof(IRenderable)))
            .Select(type => type.Name)
            .Order(),
        views.Keys.Select(type => type.Name).Order());

    [Theory]
    [MemberData(nameof(Views))]
    public void View_OfAnyTextAtAnyWidth_EndsFitsAndSteersNothing(Type view)
    {
        for (var width = 1; width <= Widest; width += width < 130 ? 1 : 9)
        {
            var shown = Rendering.Show(views[view](three, OddTexts.Many(width, 4), width), unicode: width % 3 != 0, width: width);

            Assert.All(shown.Split('\n'), line => Assert.True(
                new Segment(line).CellCount() <= width, $"{new Segment(line).CellCount()} cells at a width of {width}: {line}"));
            Assert.DoesNotContain(shown, letter => letter != '\n' && OddTexts.IsSteering(letter));
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void View_OfPlainNamesAtAnyWidth_ShowsThemSoThatTheyDiffer(Type view)
    {
        List<string> names =
        [
            "runs/sweeps/first/seed=0,lr=0.5,momentum=0.9",
            "runs/sweeps/first/seed=1,lr=0.5,momentum=0.9",
            "runs/sweeps/second/seed=0,lr=0.5,momentum=0.9",
            "runs/sweeps/first/seed=0,lr=0.5,momentum=0.95"
        ];
        for (var width = 30; width <= Widest; width += 7)
        {
            var shown = names.Select((_, k) =>
                Rendering.Show(views[view](three, [.. names.Skip(k), .. names.Take(k)], width), width: width)
                    .Replace("\n", "", StringComparison.Ordinal));

            Assert.Equal(names.Count, shown.Distinct().Count());
        }
    }

    private static IReadOnlyList<ComparedRuns> Compared(ThreeRecipes three, List<string> texts)
    {
        var runs = three.Set.Runs.Select((run, k) => run with { Manifest = run.Manifest with { Recipe = texts[k % texts.Count] } });
        return ComparedRuns.PerDataset(new RunSet([.. runs], []), [ConfigKeys.Recipe]);
    }

    private static WatchedRun Watched(string text, int k)
    {
        var run = WatchedRuns.Of(text, (CatalogState)(k % 5), WatchedRuns.Done(0, 0.125), WatchedRuns.Now(1, k));
        return run with
        {
            Snapshot = run.Snapshot with { Problem = k % 2 == 0 ? text : null, Manifest = RunFixture.Manifest with { Host = text } }
        };
    }
}
