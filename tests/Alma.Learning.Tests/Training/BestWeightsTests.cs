using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training;

public sealed class BestWeightsTests
{
    [Fact]
    public void Restore_AfterTraining_PutsBackParametersAndRunningStatistics()
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build("VGG", ReferenceNetworks.Cifar);
        network.TrainingMode();
        network.Forward(ones(2, 3, 32, 32));
        using var best = new BestWeights(network);
        using var kept = network.Copy();

        network.Parameters.Values.add_(1);
        network.Forward(ones(2, 3, 32, 32));
        Assert.All(Pairs(), pair => Assert.False(pair.Own.allclose(pair.Kept, 0, 0)));
        best.Restore();
        Assert.All(Pairs(), pair => Assert.True(pair.Own.allclose(pair.Kept, 0, 0)));

        IEnumerable<(Tensor Own, Tensor Kept)> Pairs() =>
            network.Buffers.Append(network.Parameters.Values).Zip(kept.Buffers.Append(kept.Parameters.Values));
    }
}
