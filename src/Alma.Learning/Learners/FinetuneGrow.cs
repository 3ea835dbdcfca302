using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;
using Alma.Learning.Growth;
using Alma.Learning.Streams;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="FinetuneGrow"/>.</summary>
public sealed record FinetuneGrowOptions : FinetuneOptions
{
    /// <summary>Megabatches between growth steps.</summary>
    [Range(1, int.MaxValue)]
    public required int GrowEvery { get; init; }

    public override Learner Build(LearnerContext context) => new FinetuneGrow(context, this);
}

/// <summary>
/// The growing mixture of experts (gMoE): one network, grown by splitting experts every so many megabatches before it is
/// trained on (the paper, section 4.2). With <c>init_from_scratch</c> it grows all the same, and starts from fresh weights.
/// </summary>
public sealed class FinetuneGrow : Finetune
{
    private readonly FinetuneGrowOptions options;

    /// <exception cref="LearningException">The model does not grow.</exception>
    public FinetuneGrow(LearnerContext context, FinetuneGrowOptions options) : base(context, options)
    {
        this.options = options;
        if (InitialStructure() is not MixtureStructure { Growth.Selection: not ExpertSelection.None })
            throw new LearningException(
                $"Finetune_Grow needs a model that grows, and clmodel.model is one that does not ({options.Model.GetType().Name}). "
                + "Valid: MoE_MLP_RandomGrow, MoE_MLP_UsageGrow.");
    }

    protected override (Network Next, ComputeCost SelectionCost) Prepare(Network? last, TrainingPlan plan)
    {
        if (last is null) return base.Prepare(last, plan);
        var (grown, selectionCost) = plan.Megabatch % options.GrowEvery == 0 ? Grow(last, plan.Split, plan.Megabatch) : (last, new ComputeCost());
        if (!options.InitFromScratch) return (grown, selectionCost);
        var fresh = Fresh(grown.Structure, plan.Megabatch);
        if (grown != last) grown.Dispose();
        return (fresh, selectionCost);
    }

    private (Network Grown, ComputeCost SelectionCost) Grow(Network network, TrainingSplit split, int megabatch)
    {
        var structure = (MixtureStructure)network.Structure;
        if (structure.Growth.Parts == 0) return (network, new ComputeCost());
        var byUsage = structure.Growth.Selection == ExpertSelection.MostUsed;
        var paths = byUsage
            ? ExpertSelector.MostUsed(network, Context.Task.Train, split.Validation, options.ValidationBatchSize)
            : ExpertSelector.AtRandom(structure, Context.Seeds.Indices(SeedPurpose.Growth, megabatch));
        using var generator = Context.Seeds.Generator(SeedPurpose.Growth, megabatch);
        var selectionCost = new ComputeCost(Select: byUsage ? split.Validation.Length * network.MultiplyAddsPerExample : 0);
        return (ExpertGrowth.Split(network, paths, structure.Growth.Parts, generator), selectionCost);
    }
}
