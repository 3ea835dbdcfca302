using System.CommandLine;
using Alma.Config;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Serving.Inputs;
using Alma.Serving.Models;

namespace Alma.Cli.Commands;

/// <summary>What a model is to predict: files and folders, or the test set of a data set.</summary>
internal sealed class InputArguments
{
    private readonly Argument<string[]> paths = new("input")
    {
        Description = "Images, folders of images, tables (.csv, .tsv, .parquet, .arrow), arrays (.npz, .npy), shards, or patterns.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "Predict the test set of this data set instead, one of those that alma data list shows.",
        HelpName = "name",
    };

    private readonly Option<string> folder = DataOptions.Folder();

    private readonly Option<bool> resize = new("--resize")
    {
        Description = "Crop images of another size to their middle and scale them to what the model takes.",
    };

    private readonly Option<string> encoding = DataOptions.Encoding();

    public void AddTo(Command command)
    {
        command.Arguments.Add(paths);
        foreach (var option in new Option[] { data, folder, resize, encoding }) command.Options.Add(option);
        command.Validators.Add(parsed =>
        {
            var isGiven = parsed.GetValue(paths) is { Length: > 0 };
            if (isGiven == (parsed.GetValue(data) is not null))
                parsed.AddError(isGiven ? "Give inputs or --data, not both." : "Give inputs: files, folders or --data NAME.");
        });
    }

    /// <param name="labelColumn">Of the classes; null for one that is called as such columns are.</param>
    /// <exception cref="DatasetException">They cannot be read, or are not what the model takes.</exception>
    public IEnumerable<InputExample> Read(ParseResult parsed, ModelInput input, string? labelColumn, CancellationToken cancellation)
    {
        if (parsed.GetValue(data) is { } name) return DatasetInputs.Read(input, name, parsed.GetValue(folder)!);
        var found = ImportPaths.Match([.. parsed.GetValue(paths)!.Select(path => UserPath.Of(path)!)]);
        var reading = new InputReading
        {
            LabelColumn = labelColumn,
            Resizes = parsed.GetValue(resize),
            Encoding = parsed.GetValue(encoding)!,
        };
        return ModelInputs.Read(input, found, reading, cancellation);
    }
}
