using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;

namespace Alma.Learning.Tests.Learners;

/// <summary>What every learner keeps to whose memory of earlier examples is bounded.</summary>
public sealed class LearnerMemoryTests
{
    private const int Size = 20;

    private static readonly MemoryKind[] kinds = [MemoryKind.Reservoir, MemoryKind.Recent, MemoryKind.Balanced];

    public static TheoryData<string, MemoryKind> Cases =>
        [.. LearnerCases.All.Keys.SelectMany(name => kinds.Select(kind => new TheoryDataRow<string, MemoryKind>(name, kind)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithABoundedMemory_ResumesToTheBitAndRemembersWhatHasCome(string name, MemoryKind kind)
    {
        using var task = TinyTask.Create();
        Megabatch[] megabatches = [.. new MegabatchStream(240, 3, seed: 5).StartingAt(0)];
        using var whole = Build(name, kind, task);
        foreach (var megabatch in megabatches[..2]) whole.Update(megabatch);
        var arrived = megabatches[..2].SelectMany(megabatch => megabatch.Examples).ToHashSet();
        Assert.Equal(Size, whole.State.Remembered.Training.Length);
        Assert.Equal(Size, whole.State.Remembered.Validation.Length);
        Assert.Subset(arrived, whole.State.Remembered.Training.Concat(whole.State.Remembered.Validation).ToHashSet());
        using var resumed = Build(name, kind, task);
        resumed.Restore(whole.State with { Networks = [.. whole.Networks.Select(network => network.Copy())] });

        whole.Update(megabatches[2]);
        resumed.Update(megabatches[2]);

        Assert.Equal(Weights(whole), Weights(resumed));
        Assert.Equal(whole.State.Remembered.Training, resumed.State.Remembered.Training);
        Assert.Equal(whole.State.Remembered.Validation, resumed.State.Remembered.Validation);
    }

    private static Learner Build(string name, MemoryKind kind, LearningTask task) =>
        (LearnerCases.All[name] with
        {
            MaxEpochs = 1,
            TrainReplayProportion = 0.5,
            ValidationReplayProportion = 0.5,
            Memory = kind,
            MemorySize = Size,
        }).Build(new LearnerContext(task, new Seeds(3), TestDevice.Here, new UnwatchedTraining(), default));

    private static float[] Weights(Learner learner) =>
        [.. learner.Networks.SelectMany(network => network.Parameters.Values.cpu().data<float>().ToArray())];
}
