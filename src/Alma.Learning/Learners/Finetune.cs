using Alma.Learning.Architectures;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="Finetune"/>.</summary>
public record FinetuneOptions : LearnerOptions
{
    /// <summary>Whether each update starts from fresh weights instead of the last ones. Of use with replay.</summary>
    public bool InitFromScratch { get; init; }

    public override Learner Build(LearnerContext context) => new Finetune(context, this);
}

/// <summary>The single model (SM): one network, trained on from its last weights at every megabatch, or from scratch (the paper, section 4.1).</summary>
public class Finetune(LearnerContext context, FinetuneOptions options) : Learner(context)
{
    private Network? network;

    public override IReadOnlyList<Network> Networks => network is null ? [] : [network];

    public override void Update(Megabatch megabatch)
    {
        var split = Memory.Admit(megabatch, options.SplitProportions, Context.Seeds.Indices(SeedPurpose.ValidationSplit, megabatch.Index));
        var (next, selectionCost) = Prepare(network, split, megabatch.Index);
        if (next != network) network?.Dispose();
        network = next;
        var loop = new TrainingLoop(options, Context.Task.Train, Context.Seeds, Context.Progress, Context.Cancellation);
        Cost = LearnerCost.Of(loop.Train(network, split, megabatch.Index), selectionCost, Networks);
    }

    public override Tensor Predict(Tensor images, ExpertUsage? usage = null)
    {
        var predictor = network ?? throw new InvalidOperationException("a learner cannot predict before its first update");
        predictor.EvaluationMode();
        return usage is null ? predictor.Forward(images) : predictor.Forward(images, usage);
    }

    /// <summary>The network to train on this megabatch, which may be <paramref name="last"/>, and what choosing it cost.</summary>
    protected virtual (Network Next, ComputeCost SelectionCost) Prepare(Network? last, TrainingSplit split, int megabatch) =>
        (last is null || options.InitFromScratch ? Fresh(InitialStructure(), megabatch) : last, new ComputeCost());

    protected NetworkStructure InitialStructure() => options.Model.Structure(Context.Task.InputShape, Context.Task.ClassCount);

    protected Network Fresh(NetworkStructure structure, int megabatch)
    {
        using var generator = Context.Seeds.Generator(SeedPurpose.Initialisation, megabatch);
        return new Network(structure, Context.Device, generator);
    }

    protected override void RestoreNetworks(IReadOnlyList<Network> networks)
    {
        network?.Dispose();
        network = networks.Single();
    }
}
