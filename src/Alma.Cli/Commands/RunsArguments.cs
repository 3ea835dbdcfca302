using System.CommandLine;
using Alma.Config;
using Alma.Reports.Comparison;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Cli.Commands;

/// <summary>The runs that a command looks at, and how it groups them.</summary>
internal sealed class RunsArguments
{
    private readonly Argument<string[]> runs = new("run")
    {
        Description = "Run folders, folders with runs below them, or patterns such as 'runs/**/seed*'.",
        Arity = ArgumentArity.OneOrMore
    };
    private readonly Option<string[]> groupBy = new("--group-by")
    {
        Description =
            "Group the runs by this key of their configs, or by 'recipe'. May be given again. Default: what they differ in, but for seeds.",
        HelpName = "key"
    };

    private readonly Option<string?> dataset = new("--dataset")
    {
        Description = "Only runs whose errors were measured on this data set, such as MNIST.",
        HelpName = "name"
    };

    public void AddTo(Command command)
    {
        command.Add(runs);
        command.Add(dataset);
        command.Add(groupBy);
    }

    /// <summary>The folders of the runs.</summary>
    /// <exception cref="RunFolderException">A word names no run.</exception>
    public IReadOnlyList<RunFolder> Folders(ParseResult parsed) => RunSelection.Find(parsed.GetValue(runs)!);

    public bool IsGrouped(ParseResult parsed) => Words(parsed).Length > 0;

    /// <summary>Whether only some of the runs are wanted.</summary>
    public bool IsOfOneDataset(ParseResult parsed) => parsed.GetValue(dataset) is not null;

    /// <summary>The runs of the one data set that they are all of.</summary>
    /// <exception cref="RunFolderException">They are of several.</exception>
    public RunSet OfOneDataset(RunSet set) => set.OfDataset(null, dataset.Name);

    /// <inheritdoc cref="Read(ParseResult, IReadOnlyList{RunFolder})"/>
    public (RunSet Set, IReadOnlyList<string>? Keys) Read(ParseResult parsed) => Read(parsed, Folders(parsed));

    /// <summary>Reads the runs; warns of those that cannot be read.</summary>
    /// <returns>The runs, and the keys to group them by; null where the user names none.</returns>
    /// <exception cref="RunFolderException">None can be read, or they have no such key.</exception>
    public (RunSet Set, IReadOnlyList<string>? Keys) Read(ParseResult parsed, IReadOnlyList<RunFolder> folders)
    {
        var set = RunSet.Read(folders);
        if (set.Runs.Count == 0) throw new RunFolderException($"None of {folders.Count} runs can be read. The first: {set.Problems[0]}");
        if (parsed.GetValue(dataset) is { } name) set = set.OfDataset(name, dataset.Name);
        var keys = IsGrouped(parsed) ? Named(Words(parsed), set) : null;
        foreach (var problem in set.Problems) Console.Error.WriteLine($"warning: {Printable.Of(problem)}");
        return (set, keys);
    }

    private IReadOnlyList<string> Named(string[] words, RunSet set)
    {
        var names = Grouping.Names(set.Runs);
        foreach (var word in words.Where(word => !names.Any(name => name == word || name.EndsWith($".{word}", StringComparison.Ordinal))))
        {
            if (Spelling.Nearest(word, names) is { } nearest)
                throw new RunFolderException($"{groupBy.Name} {word}: no config of these runs has such a key. Did you mean '{nearest}'?");
        }

        return Grouping.KeysNamed(words, set.Runs, groupBy.Name);
    }

    private string[] Words(ParseResult parsed) => parsed.GetValue(groupBy) ?? [];
}
