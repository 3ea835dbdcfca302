using Alma.Config;
using Alma.Data;
using Alma.Experiments.Options;

namespace Alma.Cli;

/// <summary>A data set that a program adds to <c>alma</c> (docs/adding-a-dataset.md).</summary>
public sealed class ProgramDataset
{
    private readonly Func<ClassNames, ClassNames> addTo;

    private ProgramDataset(string name, Func<ImageDataset> load, Func<ClassNames, ClassNames> addTo) =>
        (Name, Load, this.addTo) = (name, load, addTo);

    /// <summary>Of its entry: what runs, reports and comparisons call it.</summary>
    internal string Name { get; }

    internal Func<ImageDataset> Load { get; }

    /// <param name="className">What stands behind <c>class_name</c> of <c>stream.train</c> and <c>stream.evaluation</c>.</param>
    /// <param name="load">Reads it, whenever a run starts or goes on: each time the same examples in the same order.</param>
    /// <typeparam name="TTrain">The options of <c>stream.train</c>; what is a property there is a key in a config.</typeparam>
    /// <typeparam name="TEvaluation">The options of <c>stream.evaluation</c>.</typeparam>
    /// <exception cref="ArgumentException">Alma has a data set of this name.</exception>
    public static ProgramDataset Of<TTrain, TEvaluation>(string className, Func<ImageDataset> load)
        where TTrain : TrainStreamOptions, new()
        where TEvaluation : EvaluationStreamOptions, new()
    {
        var name = new TTrain().Dataset.Name;
        if (DatasetCatalog.Entries.Any(entry => entry.Name == name))
            throw new ArgumentException($"Alma has a data set {name}: give yours another name.", nameof(className));
        return new(name, load, classes => classes.Add<TTrain>(className).Add<TEvaluation>(className));
    }

    internal ClassNames AddTo(ClassNames classes) => addTo(classes);
}
