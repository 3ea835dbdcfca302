namespace Alma.Config.Tests;

public sealed class ClassNamesTests
{
    [Fact]
    public void Name_MayMeanTwoKindsOfThing()
    {
        var names = new ClassNames().Add<SgdOptions>("Plain").Add<FinetuneOptions>("Plain");

        Assert.Equal(typeof(SgdOptions), names.Find(typeof(OptimizerOptions), "Plain"));
        Assert.Equal(typeof(FinetuneOptions), names.Find(typeof(LearnerOptions), "Plain"));
        Assert.Equal(["Plain"], names.NamesOf(typeof(OptimizerOptions)));
    }

    [Fact]
    public void Name_GivenToTwoOfOneKind_IsAMistakeOfTheProgram()
    {
        var names = new ClassNames().Add<EnsembleOptions>("Plain").Add<FinetuneOptions>("Other", "Plain");

        var mistake = Assert.Throws<InvalidOperationException>(() => names.Find(typeof(LearnerOptions), "Plain"));

        Assert.Equal("'Plain' names several kinds of LearnerOptions: EnsembleOptions, FinetuneOptions.", mistake.Message);
    }

    [Fact]
    public void Name_OfNothing_IsNotFound() => Assert.Null(Options.Names.Find(typeof(LearnerOptions), "finetune"));
}
