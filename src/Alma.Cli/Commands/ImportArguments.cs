using System.CommandLine;
using Alma.Config;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Keeping.Inboxes;

namespace Alma.Cli.Commands;

/// <summary>The arguments that say what is imported, and how it is read.</summary>
/// <param name="takesPaths">Whether they name what is imported; if not, it comes later.</param>
internal sealed class ImportArguments(bool takesPaths = true)
{
    private const int MostLetters = 200; // of a licence

    private readonly Argument<string[]> paths = new("path")
    {
        Description = "Files and folders, or patterns such as 'part-*.csv'.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> label = new("--label")
    {
        Description = "The column of the classes (default: label, class or target).",
        HelpName = "column",
    };

    private readonly Option<string?> time = new("--time")
    {
        Description = "The column that says when an example arose.",
        HelpName = "column",
    };

    private readonly Option<bool> dumps = new("--dumps")
    {
        Description = "The first level of folders are dumps, in the order of their names.",
    };

    private readonly Option<int?> size = new("--size")
    {
        Description = "Crop images to a square and scale it to so many pixels a side.",
        HelpName = "pixels",
    };

    private readonly Option<double?> test = new("--test")
    {
        Description = "The part of each dump to set aside at random to test on (default: the data's own test set, or else 0.2).",
        HelpName = "part",
    };

    private readonly Option<string?> licence = new("--licence", "--license")
    {
        Description = "What may be done with the data, such as 'CC BY 4.0'; models that are exported say it.",
        HelpName = "text",
    };

    private readonly Option<string> encoding = DataOptions.Encoding();

    /// <param name="makesDataset">Whether they are of a new data set, which has a licence; an addition keeps that.</param>
    public void AddTo(Command command, bool makesDataset = false)
    {
        if (takesPaths) command.Arguments.Add(paths);
        foreach (var option in new Option[] { label, time, dumps, size, encoding, test })
            if (takesPaths || option != dumps) command.Options.Add(option);
        if (makesDataset) command.Options.Add(licence);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(licence) is { } text && (text.Length is 0 or > MostLetters || text.Any(char.IsControl)))
                parsed.AddError($"--licence takes a line of up to {MostLetters} letters, such as 'CC BY 4.0'.");
            if (parsed.GetValue(test) is { } part && !(part >= 0 && part < 1))
                parsed.AddError("--test takes a part from 0 to below 1, such as 0.2.");
            if (parsed.GetValue(size) is < 1 or > 4096) parsed.AddError("--size takes a number of pixels from 1 to 4096.");
        });
    }

    /// <summary>How files that come later are to be read.</summary>
    public DumpReading Reading(ParseResult parsed) => new()
    {
        LabelColumn = parsed.GetValue(label),
        TimeColumn = parsed.GetValue(time),
        Size = parsed.GetValue(size),
        Encoding = parsed.GetResult(encoding) is { Implicit: false } ? parsed.GetValue(encoding) : null,
        TestShare = parsed.GetValue(test),
    };

    /// <param name="before">Of the data set that it is added to, whose columns, size and encoding it has; null for a new one.</param>
    /// <exception cref="DatasetException">A path names nothing.</exception>
    public ImportPlan Plan(ParseResult parsed, StoreManifest? before)
    {
        var found = ImportPaths.Match([.. parsed.GetValue(paths)!.Select(path => UserPath.Of(path)!)]);
        var request = new ImportRequest(found)
        {
            LabelColumn = parsed.GetValue(label) ?? before?.LabelColumn,
            TimeColumn = parsed.GetValue(time) ?? before?.TimeColumn,
            FoldersAreDumps = parsed.GetValue(dumps),
            Size = parsed.GetValue(size) ?? before?.Size,
            Encoding = parsed.GetResult(encoding) is { Implicit: false }
                ? parsed.GetValue(encoding)!
                : before?.Encoding ?? TextEncodings.Usual,
        };
        return new ImportPlan(request, TimeProvider.System)
        {
            TestShare = parsed.GetValue(test),
            Licence = parsed.GetValue(licence),
        };
    }
}
