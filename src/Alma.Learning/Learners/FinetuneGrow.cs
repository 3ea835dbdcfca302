using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="FinetuneGrow"/>.</summary>
public sealed record FinetuneGrowOptions : FinetuneOptions
{
    /// <summary>The <c>class_name</c> of every model that grows, for messages.</summary>
    public const string GrowingModels = "MoE_MLP_RandomGrow, MoE_MLP_UsageGrow, MoE_VGG_RandomGrow, MoE_VGG_UsageGrow, SubnetVGG";

    /// <summary>Updates between growth steps.</summary>
    [Range(1, int.MaxValue)]
    public required int GrowEvery { get; init; }

    public override void RefuseMisfit(ImageShape inputShape, int classCount)
    {
        if (!Model.Structure(inputShape, classCount).CanGrow())
            throw new LearningException(
                $"Finetune_Grow needs a model that grows, and clmodel.model is one that does not. Valid: {GrowingModels}.");
    }

    // The first update has nothing to grow yet.
    protected override NetworkSize? Size(NetworkStructure initial, int updateCount) =>
        initial.SizeAfter(Math.Max(0, updateCount - 1) / GrowEvery);

    public override Learner Build(LearnerContext context)
    {
        RefuseMisfit(context.Task.InputShape, context.Task.ClassCount);
        return new FinetuneGrow(context, this);
    }
}

/// <summary>
/// The growing mixture of experts (gMoE): one network, grown every so many updates before it is trained on, a mixture by
/// splitting experts (the paper, section 4.2). With <c>init_from_scratch</c> it grows all the same,
/// and starts from fresh weights and biases.
/// </summary>
public sealed class FinetuneGrow(LearnerContext context, FinetuneGrowOptions options) : Finetune(context, options)
{
    protected override Network Prepare(Network? last, TrainingPlan plan)
    {
        if (last is null) return base.Prepare(last, plan);
        var grown = GrowthSchedule.IsDue(plan.Update, options.GrowEvery) ? Grow(last, plan.Split, plan.Megabatch) : last;
        if (!options.InitFromScratch) return grown;
        var fresh = Fresh(grown.Structure, plan.Megabatch);
        grown.Structure.KeepBesideWeights(grown, fresh);
        if (grown != last) grown.Dispose();
        return fresh;
    }

    private Network Grow(Network network, TrainingSplit split, int megabatch)
    {
        using var generator = Context.Seeds.Generator(SeedPurpose.Growth, megabatch);
        var choices = Context.Seeds.Indices(SeedPurpose.Growth, megabatch);
        var material = new GrowthMaterial(Context.Task.Train, split.Validation, options.ValidationBatchSize, choices, generator);
        var (grown, multiplyAdds) = Context.Update.Grow(network, () => network.Structure.Grow(network, material));
        CountSelection(multiplyAdds);
        return grown;
    }
}
