using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="FinetuneGrow"/>.</summary>
public sealed record FinetuneGrowOptions : FinetuneOptions
{
    /// <summary>Updates between growth steps.</summary>
    [Range(1, int.MaxValue)]
    public required int GrowEvery { get; init; }

    public override void RefuseMisfit(ImageShape inputShape, int classCount)
    {
        if (!Model.Structure(inputShape, classCount).CanGrow()) throw new ModelDoesNotGrowException();
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

/// <summary>When a network grows. It goes by the learner's updates, whatever it waits for between them.</summary>
public static class GrowthSchedule
{
    /// <summary>Whether a network that grows every so many updates grows before this one, counted from 0; never before the first.</summary>
    public static bool IsDue(int update, int growEvery) => update > 0 && update % growEvery == 0;
}

/// <summary>A learner that grows its network was given a model that does not grow. Which do, a catalog of models can say.</summary>
public sealed class ModelDoesNotGrowException()
    : LearningException($"Finetune_Grow needs a model that grows, and {LearningSetting.Model} is one that does not.");
