using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using Alma.Learning.Growth;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="Firefly"/>.</summary>
public sealed record FireflyOptions : LearnerOptions
{
    /// <summary>Megabatches between growth steps.</summary>
    [Range(1, int.MaxValue)]
    public required int GrowEvery { get; init; }

    public override void RefuseMisfit(ImageShape inputShape, int classCount) => FireflyVgg.Create(inputShape, classCount, Vgg().NChannels);

    public override Learner Build(LearnerContext context) => new Firefly(context, this, Vgg());

    private VggOptions Vgg() => Model as VggOptions
        ?? throw new LearningException("Firefly grows a VGG, and clmodel.model is another. Valid: VGG.");
}

/// <summary>
/// One network whose layers widen every so many megabatches, by splitting neurons and adding new ones where they bring the
/// loss down most (<see cref="FireflyGrowth"/>), before it is trained on. After t growth steps of ratio g it has about
/// 1 + g t times the neurons it began with.
/// </summary>
public sealed class Firefly(LearnerContext context, FireflyOptions options, VggOptions model) : Learner(context, options)
{
    private const double DefaultGrowRatio = 0.6;

    public override CombinationRule Rule { get; } = new SumOfLogits();

    public override LearnerHolding? HoldingAfter(int updateCount) => new(InitialStructure(), Math.Min(updateCount, 1));

    protected override NetworkStructure InitialStructure() => FireflyVgg.Create(Context.Task.InputShape, Context.Task.ClassCount, model.NChannels);

    protected override (TrainingOutcome Outcome, ComputeCost SelectionCost) Learn(TrainingPlan plan)
    {
        var last = Networks.SingleOrDefault();
        var (next, selection) = last is null
            ? (Fresh(plan.Megabatch), 0L)
            : plan.Megabatch % options.GrowEvery == 0 ? Grow(last, plan) : (last, 0L);
        Replace([next]);
        return (Loop().Train(next, plan), new ComputeCost(Select: selection));
    }

    private (Network Grown, long SelectionMultiplyAdds) Grow(Network network, TrainingPlan plan)
    {
        using var generator = Context.Seeds.Generator(SeedPurpose.Growth, plan.Megabatch);
        var ratio = model.GrowRatio ?? DefaultGrowRatio;
        // Neurons are added in proportion to those there were at first, whatever has been added since.
        var step = Math.Max(1, plan.Megabatch / options.GrowEvery);
        var ofThoseThereAre = (((ratio * step) + 1) / ((ratio * (step - 1)) + 1)) - 1;
        var scale = new FireflyScale(ofThoseThereAre, model.Granularity ?? 1);
        return Context.Update.Grow(network, () => FireflyGrowth.Grow(
            network, Context.Task.Train, plan.Split.Training, options.TrainingBatchSize, scale, generator, Context.Cancellation));
    }
}
