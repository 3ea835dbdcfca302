using Alma.Config;
using Alma.Launching.Definitions;

namespace Alma.Launching.Tests.Definitions;

public sealed class SweepFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_AWholeFile_HasItsAxes()
    {
        var sweep = Read(
            """
            recipe: digits/gmoe
            name: mine
            overrides: {clmodel.max_epochs: 2, +clmodel.optim.weight_decay: 0.1}
            parameters:
              seed: range(0,2)
              clmodel.optim.lr: [0.5, 1]
            zip:
              - {clmodel.model.size_layers: 4, clmodel.model.n_layers: 1}
              - {clmodel.model.size_layers: 8, clmodel.model.n_layers: 2}
            groups:
              optimizer:
                plain: {clmodel.optim.class_name: SGD}
                adaptive: {clmodel.optim.class_name: Adam, clmodel.optim.lr: 0.001}
            hydra: {launcher: {partition: low, mem_gb: 4}}
            """);

        Assert.Equal(("digits/gmoe", "mine"), (sweep.Recipe, sweep.Name));
        Assert.Equal(["clmodel.max_epochs=2", "+clmodel.optim.weight_decay=0.1"], sweep.Fixed);
        Assert.Equal(["hydra.launcher.partition=low", "hydra.launcher.mem_gb=4"], sweep.Hydra);
        var choices = sweep.Choices();
        Assert.Equal(2 * 2 * 2 * 2, choices.Count);
        var names = new JobNames(choices);
        Assert.Equal("lr=0.5,n_layers=1,optimizer=plain,seed=0,size_layers=4", names.Of(choices[0]));
        Assert.Equal(
            "seed=1 clmodel.optim.lr=1 clmodel.model.size_layers=8 clmodel.model.n_layers=2 "
            + "clmodel.optim.class_name=Adam clmodel.optim.lr=0.001",
            string.Join(' ', choices[^1].Overrides));
    }

    [Fact]
    public void Read_ZipOfLists_TakesThemSideBySide() =>
        Assert.Equal(
            ["a=1 b=x", "a=2 b=y"], Read("zip: {a: [1, 2], b: [x, y]}").Choices().Select(choice => string.Join(' ', choice.Overrides)));

    [Fact]
    public void Read_RandomSearchAndHalving_AreThere()
    {
        var sweep = Read("parameters: {a: 'interval(0.0,1.0)'}\nrandom: {samples: 5, seed: 3}\nhalving: {keep: 1/2, epochs: [1, 4]}");

        Assert.Equal(5, sweep.Choices().Count);
        Assert.Equal(2, sweep.RungCount);
        Assert.Equal(["clmodel.max_epochs=4"], sweep.Halving!.Rung(1).Overrides);
    }

    [Theory]
    [InlineData("parametres: {a: 1}", "s.yaml:1:1: unknown key 'parametres'. Did you mean 'parameters'?")]
    [InlineData("zip: {a: [1, 2], b: [x]}", "s.yaml:1:6: zip: its lists must be equally long, but have 2 (a), 1 (b) values.")]
    [InlineData("zip: 3", "s.yaml:1:6: zip: expected a list of sections, or a section of lists.")]
    [InlineData("groups: {a: 3}", "s.yaml:1:13: groups.a: expected a section: the options of the group.")]
    [InlineData(
        "parameters: {a: 'range(1)x('}",
        "s.yaml:1:14: override 'a=range(1)x(': 'x' at character 9 of the value is out of place; quote it to pass text.")]
    [InlineData("name: ../x", "s.yaml: name: found '../x', expected letters, digits, '.', '_' and '-'.")]
    [InlineData("halving: {keep: 2, epochs: [1, 2]}", "s.yaml:1:17: halving.keep: expected a part between 0 and 1 such as 1/3.")]
    [InlineData("halving: {epochs: [5, 5]}", "s.yaml:1:19: halving.epochs: expected numbers of epochs that rise, such as [5, 20, 80].")]
    [InlineData("random: {samples: 0}", "s.yaml:1:19: random.samples: found 0, valid is at least 1 and at most 100000.")]
    public void Read_AFileThatIsWrong_IsRefusedWithThePlace(string yaml, string refusal) =>
        Assert.Equal(
            refusal, Assert.Throws<ConfigException>(() => Read(yaml)).Message.Replace(folder.FullPath + "/", "", StringComparison.Ordinal));

    [Theory]
    [InlineData(9, "1/3", 3)]
    [InlineData(10, "1/3", 3)]
    [InlineData(2, "0.1", 1)]
    [InlineData(8, "0.5", 4)]
    public void Kept_OfARung_IsThePartRoundedDownButOne(int count, string keep, int kept) =>
        Assert.Equal(kept, Read($"halving: {{keep: {keep}, epochs: [1]}}").Halving!.KeptCount(count));

    private SweepDefinition Read(string yaml)
    {
        File.WriteAllText(folder.File("s.yaml"), yaml);
        return SweepFile.Read(folder.File("s.yaml"));
    }
}
