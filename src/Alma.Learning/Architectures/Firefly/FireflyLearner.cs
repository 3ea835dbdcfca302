using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>Options of <see cref="FireflyLearner"/>.</summary>
public sealed record FireflyOptions : LearnerOptions
{
    /// <summary>Updates between growth steps.</summary>
    [Range(1, int.MaxValue)]
    public required int GrowEvery { get; init; }

    public override void RefuseMisfit(ImageShape inputShape, int classCount) => FireflyVgg.Create(inputShape, classCount, Vgg().NChannels);

    // The neurons of the first network and a part of them for each growth; a layer can at most double and gain the new ones that are tried.
    protected override NetworkSize? Size(NetworkStructure initial, int updateCount)
    {
        var times = 1 + (GrowRatio * (Math.Max(0, updateCount - 1) / GrowEvery));
        var first = FireflyVgg.Create(initial.InputShape, initial.ClassCount, Vgg().NChannels);
        return (first with
        {
            Widths = [.. first.Widths.Select(width => Widened(width, times, Math.Max(0, updateCount - 1) / GrowEvery))]
        }).SizeAfter(0);
    }

    private static int Widened(int width, double times, int growthCount)
    {
        var most = (double)width;
        for (; growthCount > 0 && most < width * times; growthCount--) most = (2 * most) + FireflyScale.UsualCandidateCount;
        return (int)Math.Min(Math.Min(most, width * times), int.MaxValue);
    }

    public override NetworkStructure InitialStructure(ImageShape inputShape, int classCount) =>
        FireflyVgg.Create(inputShape, classCount, Vgg().NChannels);

    public override Learner Build(LearnerContext context) => new FireflyLearner(context, this, Vgg());

    /// <summary>The part of its neurons by which a network grows before every update.</summary>
    internal double GrowRatio => (Model as FireflyModelOptions)?.GrowRatio ?? 0.6;

    private VggOptions Vgg() => Model as VggOptions
        ?? throw new LearningException($"Firefly grows a VGG, and {LearningSetting.Model} is another. Valid: VGG.");
}

/// <summary>
/// A <see cref="Vgg"/> as configs have it (<c>class_name: VGG</c>), for any learner: with keys that say how <see cref="FireflyLearner"/>
/// widens it.
/// </summary>
public sealed record FireflyModelOptions : VggOptions
{
    /// <summary>The part of its neurons by which a network grows.</summary>
    [Range(0.0, 100.0)]
    public double? GrowRatio { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect there or here.</summary>
    [Range(1, 1000)]
    public int? Granularity { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect there or here.</summary>
    public int? NElites { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect there or here.</summary>
    public double? Alpha { get; init; }
}

/// <summary>
/// One network whose layers widen every so many updates, by splitting neurons and adding new ones where they bring the
/// loss down most (<see cref="FireflyGrowth"/>), before it is trained on. Growing before every update by ratio g, it has about
/// 1 + g t times the neurons it began with after t growth steps.
/// </summary>
public sealed class FireflyLearner(LearnerContext context, FireflyOptions options, VggOptions model) : Learner(context, options)
{
    public override CombinationRule Rule { get; } = new SumOfLogits();

    public override LearnerHolding? HoldingAfter(int updateCount) => new(InitialStructure(), Math.Min(updateCount, 1));

    protected override NetworkStructure InitialStructure(int classCount) =>
        FireflyVgg.Create(Context.Task.InputShape, classCount, model.NChannels);

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        GrowClasses();
        var last = Networks.SingleOrDefault();
        var next = last is null ? Fresh(plan.Megabatch) : GrowthSchedule.IsDue(plan.Update, options.GrowEvery) ? Grow(last, plan) : last;
        Replace([next]);
        return Train(next, plan);
    }

    private Network Grow(Network network, TrainingPlan plan)
    {
        using var generator = Context.Seeds.Generator(SeedPurpose.Growth, plan.Megabatch);
        var scale = new FireflyScale(FireflyScale.RatioBefore(plan.Update, options.GrowRatio));
        var (grown, multiplyAdds) = Context.Update.Grow(network, () => FireflyGrowth.Grow(
            network, Context.Task.Train, plan.Split.Training, options.TrainingBatchSize, scale, generator, Context.Cancellation));
        CountSelection(multiplyAdds);
        return grown;
    }
}
