using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

/// <summary>What every learner keeps to when classes come that earlier megabatches have not.</summary>
public sealed class NewClassTests
{
    private const int ExampleCount = 240;

    /// <summary>Classes by megabatch: 3 and 1, then also 0, then also 2.</summary>
    private static readonly int[][] classesOf = [[3, 1], [0, 1], [0, 1, 2, 3]];

    public static TheoryData<string> Cases => [.. LearnerCases.All.Keys];

    /// <summary>
    /// All but an ensemble that votes, which needs as many members that know a class as others; a network that sees bars in other rows; and
    /// one of two channels.
    /// </summary>
    public static TheoryData<string> CasesThatLearn =>
        [.. LearnerCases.All.Keys.Except(["Ensemble that votes", "Finetune MLP augmented", "Firefly"])];

    [Fact]
    public void Classes_OfAStream_AreInTheOrderInWhichTheyCome()
    {
        var classes = Classes();
        Assert.Equal([1, 3, 0, 2], classes.Order);
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 3).Select(classes.CountAfter));
        Assert.Equal(new byte[] { 2, 0, 3, 1 }, classes.InOrder([0, 1, 2, 3]));
    }

    [Fact]
    public void Classes_ThatAllComeAtOnce_NeedNoOrder() =>
        Assert.Null(ClassArrivals.Of(TinyTask.Labels(40), new MegabatchStream([[0, 1, 2, 3], [4, 5, 6]]), TinyTask.ClassCount));

    [Fact]
    public void Classes_OfWhichNoExampleComes_AreLast()
    {
        var classes = ClassArrivals.Of([2, 2, 0], new MegabatchStream([[0], [1, 2]]), 4)!;
        Assert.Equal([2, 0, 1, 3], classes.Order);
        Assert.Equal(2, classes.CountAfter(1));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithNewClasses_GivesOutputsForThoseThatHaveCome(string name)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create(classes: Classes());
        using var learner = Build(name, task);
        int[] known = [2, 3, 4];
        foreach (var megabatch in Stream().StartingAt(0))
        {
            learner.Update(megabatch);

            Assert.Equal(known[megabatch.Index], learner.Networks[^1].Structure.ClassCount);
            Assert.All(learner.Networks, network => Assert.InRange(network.Structure.ClassCount, 2, known[megabatch.Index]));
            Assert.Equal(learner.HoldingAfter(megabatch.Index + 1)!.NetworkCount, learner.Networks.Count);
            Assert.Equal(known[megabatch.Index], learner.HoldingAfter(megabatch.Index + 1)!.Initial.ClassCount);
            var (images, _) = task.Test.Gather(arange(20, device: TestDevice.Here));
            var prediction = learner.Predict(images);
            Assert.Equal([20L, known[megabatch.Index]], prediction.Logits.shape);
            Assert.True(prediction.Logits.isfinite().all().item<bool>());
            Assert.Equal(learner.Networks.Sum(network => network.MultiplyAddsPerExample), learner.Cost.MultiplyAddsPerExample);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_AfterRestoring_GivesTheWeightsOfTheUninterruptedRun(string name)
    {
        using var task = TinyTask.Create(classes: Classes());
        using var uninterrupted = Build(name, task);
        using var resumed = Build(name, task);
        var megabatches = Stream().StartingAt(0).ToArray();
        foreach (var megabatch in megabatches[..2]) uninterrupted.Update(megabatch);
        resumed.Restore(uninterrupted.State with { Networks = [.. uninterrupted.Networks.Select(network => network.Copy())] });

        uninterrupted.Update(megabatches[2]);
        resumed.Update(megabatches[2]);

        Assert.Equal(Weights(uninterrupted), Weights(resumed));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_OfClassesThatAreNotKnown_CountsThemAsErrorsUntilTheyCome(string name)
    {
        using var task = TinyTask.Create(classes: Classes());
        using var learner = Build(name, task);
        var evaluator = new Evaluator(task.Test, TinyTask.ClassCount, 32) { Classes = task.Classes };
        foreach (var megabatch in Stream().StartingAt(0))
        {
            learner.Update(megabatch);
            var result = evaluator.Evaluate(learner);

            Assert.Equal([20L, 20, 20, 20], result.Confusion.Select(row => row.Sum())); // by the numbers of the data set
            int[] unknown = megabatch.Index switch { 0 => [0, 2], 1 => [2], _ => [] };
            Assert.All(unknown, label => Assert.Equal(0, result.ClassAccuracies[label]));
            Assert.All(unknown, label => Assert.All(result.Confusion, row => Assert.Equal(0, row[label])));
            Assert.True(double.IsFinite(result.Score.Loss));
            Assert.DoesNotContain(result.Worst, mistake => unknown.Contains(mistake.Label) || unknown.Contains(mistake.Choice));
            Assert.True(result.Score.Accuracy <= 1 - (unknown.Length / 4.0));
        }
    }

    [Theory]
    [MemberData(nameof(CasesThatLearn))]
    public void Class_ThatComesLast_IsLearned(string name)
    {
        using var task = TinyTask.Create(classes: Classes());
        using var learner = (LearnerCases.All[name] with { MaxEpochs = 40, Patience = 40 }).Build(Context(task));
        var evaluator = new Evaluator(task.Test, TinyTask.ClassCount, 32) { Classes = task.Classes };

        foreach (var megabatch in Stream().StartingAt(0)) learner.Update(megabatch);

        Assert.True(evaluator.Evaluate(learner).ClassAccuracies[2] > 0.5);
    }

    [Fact]
    public void Learner_ThatTrainsANetworkWithoutTheNewClasses_IsRefusedInWords()
    {
        using var task = TinyTask.Create(classes: Classes());
        var options = LearnerCases.Mlp();
        using var learner = new Careless(Context(task), options);
        var megabatches = Stream().StartingAt(0).ToArray();
        learner.Update(megabatches[0]);

        var refusal = Assert.Throws<LearningException>(() => learner.Update(megabatches[1]));

        Assert.Contains("Careless trains a network of 2 classes, and 3 have come", refusal.Message);
    }

    [Fact]
    public void Update_OfASingleClass_IsLearned()
    {
        var stream = new MegabatchStream([Examples([1])[..40], Examples([0, 1, 2, 3])]);
        using var task = TinyTask.Create(classes: ClassArrivals.Of(TinyTask.Labels(ExampleCount), stream, TinyTask.ClassCount));
        foreach (var name in LearnerCases.All.Keys)
        {
            using var learner = Build(name, task);
            foreach (var megabatch in stream.StartingAt(0))
            {
                learner.Update(megabatch);
                Assert.Equal(megabatch.Index == 0 ? 1 : 4, learner.Networks[^1].Structure.ClassCount);
                Assert.All(learner.State.MemberWeights, weight => Assert.True(double.IsFinite(weight)));
            }
        }
    }

    private static ClassArrivals Classes() => ClassArrivals.Of(TinyTask.Labels(ExampleCount), Stream(), TinyTask.ClassCount)!;

    private static MegabatchStream Stream() => new([.. classesOf.Select((classes, k) => Examples(classes)[(k * 10)..^(40 - (k * 10))])]);

    private static long[] Examples(int[] classes)
    {
        var labels = TinyTask.Labels(ExampleCount);
        return [.. Enumerable.Range(0, ExampleCount).Where(k => classes.Contains(labels[k])).Select(k => (long)k)];
    }

    private static Learner Build(string name, LearningTask task) => LearnerCases.All[name].Build(Context(task));

    private static LearnerContext Context(LearningTask task) => new(task, new Seeds(3), TestDevice.Here, new UnwatchedTraining(), default);

    private static float[] Weights(Learner learner) =>
        [.. learner.Networks.SelectMany(network => network.Parameters.Values.cpu().data<float>().ToArray())];

    private sealed class Careless(LearnerContext context, FinetuneOptions options) : Learner(context, options)
    {
        public override Alma.Learning.Learners.Combination.CombinationRule Rule { get; } =
            new Alma.Learning.Learners.Combination.SumOfLogits();

        protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
        {
            if (Networks.Count == 0) Add(Fresh(plan.Megabatch));
            return Train(Networks[0], plan);
        }
    }
}
