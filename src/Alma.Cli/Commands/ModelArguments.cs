using System.CommandLine;
using Alma.Config;
using Alma.Experiments.Models;
using Alma.Runs;
using Alma.Serving.Models;

namespace Alma.Cli.Commands;

/// <summary>Which model a command uses: of a run, or in a file.</summary>
internal sealed class ModelArguments
{
    private const string OnnxEnding = ".onnx";
    private const string WeightsEnding = ".safetensors";

    private readonly Argument<string> model = new("model")
    {
        Description = "A run folder, or a model's file: .onnx, or .safetensors of a run.",
    };

    private readonly Option<int?> megabatch = new("--megabatch")
    {
        Description = "Of a run: the model after this megabatch, counted from 0 as in its table (default: the last).",
        HelpName = "number",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(model);
        command.Options.Add(megabatch);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(megabatch) is < 0) parsed.AddError("--megabatch takes a number from 0.");
        });
    }

    /// <summary>The model, ready to predict. That of a run becomes ONNX in memory.</summary>
    /// <exception cref="ModelException">It cannot be used.</exception>
    /// <exception cref="RunFolderException">There is no such run or model.</exception>
    public OnnxModel Open(ParseResult parsed)
    {
        var path = Path(parsed);
        if (File.Exists(path) && !path.EndsWith(WeightsEnding, StringComparison.OrdinalIgnoreCase))
        {
            RefuseMegabatch(parsed, path);
            return path.EndsWith(OnnxEnding, StringComparison.OrdinalIgnoreCase)
                ? OnnxModel.Open(path)
                : throw new RunFolderException($"{path} is no model: models are run folders, or files that end in .onnx or .safetensors.");
        }

        var (saved, _) = Saved(parsed);
        return OnnxModel.Read(ModelExport.Bytes(saved), saved.Path);
    }

    /// <summary>The model as a run has saved it, and its run where that was named.</summary>
    /// <exception cref="RunFolderException">There is no such run or model.</exception>
    public (SavedModel Model, RunFolder? Run) Saved(ParseResult parsed)
    {
        var path = Path(parsed);
        if (File.Exists(path))
        {
            RefuseMegabatch(parsed, path);
            return path.EndsWith(WeightsEnding, StringComparison.OrdinalIgnoreCase)
                ? (SavedModel.Read(path), null)
                : throw new RunFolderException(
                    $"{path} is no model of a run: give a run folder, or a file of its models that ends in .safetensors.");
        }

        var run = RunFolder.Open(path);
        return (SavedModel.Read(RunModels.Find(run, parsed.GetValue(megabatch))), run);
    }

    private string Path(ParseResult parsed) => UserPath.Of(parsed.GetValue(model)!)!;

    private void RefuseMegabatch(ParseResult parsed, string path)
    {
        if (parsed.GetValue(megabatch) is not null)
            throw new RunFolderException($"{path} is one model: --megabatch chooses among those of a run folder. Leave it out.");
    }
}
