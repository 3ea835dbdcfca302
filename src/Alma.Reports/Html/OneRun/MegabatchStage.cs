using Alma.Reports.Summary;
using Alma.Runs.Experts;
using Alma.Runs.Images;
using Alma.Runs.Mistakes;

namespace Alma.Reports.Html.OneRun;

/// <summary>What the page shows of one megabatch at a time.</summary>
/// <param name="Confusion">Class, choice and count of each cell that is not empty, one after the other.</param>
/// <param name="Experts">For each mixture layer its name and its nodes, each below the one it stands under.</param>
/// <param name="Worst">Null where the run kept none, or they were left out of the page to keep it small.</param>
internal sealed record MegabatchStage(
    int Megabatch, IReadOnlyList<long> Confusion, IReadOnlyList<double> Members, double? Oracle, double? Agreement,
    IReadOnlyList<ExpertLayer> Experts, IReadOnlyList<ShownMistake>? Worst)
{
    /// <summary>Characters that images may take.</summary>
    private const int ImageBudget = 2_000_000;

    public static IReadOnlyList<MegabatchStage> Of(IReadOnlyList<MegabatchDetails> megabatches)
    {
        var withImages = WithImages(megabatches);
        return [.. megabatches.Select((megabatch, k) => Of(megabatch, withImages.Contains(k)))];
    }

    private static MegabatchStage Of(MegabatchDetails megabatch, bool hasImages) => new(
        megabatch.Megabatch,
        [.. megabatch.Confusion.SelectMany(cell => new[] { cell.Label, cell.Choice, cell.Count })],
        megabatch.MemberAccuracies,
        megabatch.OracleAccuracy,
        megabatch.Agreement,
        [.. megabatch.Experts.Select(ExpertLayer.Of)],
        hasImages ? ShownMistake.Of(megabatch.Worst!) : null);

    /// <summary>The last megabatch and as many of the others, evenly spread, as the budget allows.</summary>
    private static HashSet<int> WithImages(IReadOnlyList<MegabatchDetails> megabatches)
    {
        List<int> some = [.. Enumerable.Range(0, megabatches.Count).Where(k => megabatches[k].Worst is not null)];
        if (some.Count == 0) return [];
        var largest = some.Max(k => megabatches[k].Worst!.Images.Sum(image => 200L + (image.Pixels.LongLength * 4 / 3)));
        var stride = Math.Max(1, (int)Math.Ceiling(some.Count * (double)largest / ImageBudget));
        return [.. some.Where((_, place) => (some.Count - 1 - place) % stride == 0)];
    }
}

/// <summary>A mixture layer as the page draws it: what is below its root, or its only expert.</summary>
internal sealed record ExpertLayer(string Layer, IReadOnlyList<ShownExpert> Nodes)
{
    public static ExpertLayer Of(LayerExperts tree) =>
        new(tree.Layer, tree.Root.Children.Count == 0 ? [ShownExpert.Of(tree.Root)] : [.. tree.Root.Children.Select(ShownExpert.Of)]);
}

/// <summary>An expert as the page draws it, or a gate with what is below it.</summary>
internal sealed record ShownExpert(string Path, double Usage, IReadOnlyList<ShownExpert> Below)
{
    public static ShownExpert Of(ExpertNode node) => new(node.Path, node.Usage, [.. node.Children.Select(Of)]);
}

/// <summary>A misclassified image as the page shows it.</summary>
/// <param name="Source">A <c>data:</c> address.</param>
internal sealed record ShownMistake(int Index, int Label, int Choice, double Probability, double Loss, string Source)
{
    public static IReadOnlyList<ShownMistake> Of(WorstImages worst) =>
    [
        .. worst.Images.Select(image => new ShownMistake(
            image.Index, image.Label, image.Choice, image.Probability, image.Loss,
            $"data:image/png;base64,{Convert.ToBase64String(PngImage.Encode(image.Pixels, worst.Channels, worst.Height, worst.Width))}")),
    ];
}
