using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;

namespace Alma.Learning.Tests.Learners;

/// <summary>What every learner keeps to that has a budget: it spends no more, and hardly less.</summary>
public sealed class LearnerBudgetTests
{
    private static readonly double[] parts = [0.55, 2.3]; // of what two epochs take, beside growth and choosing

    public static TheoryData<string, double> Cases =>
        [.. LearnerCases.All.Keys.SelectMany(name => parts.Select(part => new TheoryDataRow<string, double>(name, part)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithABudgetOfMultiplyAdds_SpendsItToTheLastStep(string name, double part)
    {
        var whole = Costs(name, 2, _ => null);

        var bounded = Costs(name, 1000, megabatch => new BudgetOptions { MultiplyAdds = Budget(whole[megabatch].Cost.Compute) });

        foreach (var ((cost, _), (unbounded, step)) in bounded.Zip(whole))
            Assert.InRange(Budget(unbounded.Compute) - cost.Compute.Total, 0, step.MultiplyAdds);

        double Budget(ComputeCost ofTwoEpochs) => ofTwoEpochs.Select + (part * (ofTwoEpochs.Total - ofTwoEpochs.Select));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithABudgetOfExamples_SpendsItToTheLastStep(string name, double part)
    {
        var whole = Costs(name, 2, _ => null);

        var bounded = Costs(name, 1000, megabatch => new BudgetOptions { Examples = part * whole[megabatch].Cost.TrainingExamples });

        foreach (var ((cost, _), (unbounded, step)) in bounded.Zip(whole))
            Assert.InRange((part * unbounded.TrainingExamples) - cost.TrainingExamples, 0, step.Examples);
    }

    [Theory]
    [InlineData("Finetune MLP", 1)]
    [InlineData("KEnsemble", 1)]
    [InlineData("AdaBoostRounds", 2)]
    public void Update_WithABudgetOfSeconds_EndsWithinThem(string name, int trainingCount)
    {
        var clock = new FixedClock();
        using var task = TinyTask.Create();
        var progress = new TickingTraining(clock);
        using var learner = (LearnerCases.All[name] with { MaxEpochs = 1000, Patience = 1000 }).Build(
            new LearnerContext(task, new Seeds(1), TestDevice.Here, progress, default)
            {
                Budget = new BudgetOptions { Seconds = 30 },
                Time = clock,
            });

        foreach (var megabatch in Megabatches())
        {
            var (startedAt, stepCount) = (clock.Now, progress.StepCount);
            learner.Update(megabatch);

            var took = clock.Now - startedAt;
            Assert.InRange(took.TotalSeconds, 30 - (trainingCount * 2), 30); // a step takes 1 s, and what is no step nothing
            Assert.Equal(took.TotalSeconds, progress.StepCount - stepCount);
        }
    }

    [Fact]
    public void Update_WithABudgetBelowAStep_SaysWhatAStepTakes()
    {
        using var task = TinyTask.Create();
        using var learner = LearnerCases.All["Finetune MLP"].Build(
            new LearnerContext(task, new Seeds(1), TestDevice.Here, new UnwatchedTraining(), default)
            {
                Budget = new BudgetOptions { Examples = 15 },
            });

        var refused = Assert.Throws<LearningException>(() => learner.Update(Megabatches()[0]));

        const int perExample = (16 * 8) + (8 * 8) + (8 * 4);
        Assert.StartsWith(
            "The budget is too small to train at megabatch 0: a step and the validation after it take 16 examples and "
            + $"{((3 * 16) + 16) * perExample} multiply-adds", refused.Message);
    }

    // Per update, with what one more step and its validation would take, in each of its trainings.
    private static List<(LearnerCost Cost, (long MultiplyAdds, long Examples) Step)> Costs(
        string name, int maxEpochs, Func<int, BudgetOptions?> budget)
    {
        var costs = new List<(LearnerCost, (long, long))>();
        foreach (var megabatch in Megabatches())
        {
            // A learner for each, since they have one budget: the updates before have none and are alike.
            using var task = TinyTask.Create();
            using var before = Build(name, task, 2, null);
            foreach (var earlier in Megabatches().Take(megabatch.Index)) before.Update(earlier);
            using var learner = Build(name, task, maxEpochs, budget(megabatch.Index));
            if (megabatch.Index > 0)
                learner.Restore(before.State with { Networks = [.. before.Networks.Select(network => network.Copy())] });
            learner.Update(megabatch);
            var holding = learner.HoldingAfter(megabatch.Index)!;
            var validated = learner.State.Remembered.Validation.Length;
            costs.Add((learner.Cost, (
                holding.TrainingCount * ((3 * 16) + validated) * learner.Cost.MultiplyAddsPerExample,
                holding.TrainingCount * holding.ModelCount * 16)));
        }
        return costs;
    }

    private static Learner Build(string name, LearningTask task, int maxEpochs, BudgetOptions? budget) =>
        (LearnerCases.All[name] with { MaxEpochs = maxEpochs, Patience = 1000 }).Build(
            new LearnerContext(task, new Seeds(1), TestDevice.Here, new UnwatchedTraining(), default) { Budget = budget });

    private static Megabatch[] Megabatches() => [.. new MegabatchStream(240, 3, seed: 5).StartingAt(0)];

    // Each step takes a second.
    private sealed class TickingTraining(FixedClock clock) : ITrainingProgress
    {
        public int StepCount { get; private set; }

        public void StepDone(TrainingPosition position)
        {
            StepCount++;
            clock.Now += TimeSpan.FromSeconds(1);
        }
    }
}
