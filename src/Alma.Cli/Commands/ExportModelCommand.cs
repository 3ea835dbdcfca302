using System.CommandLine;
using System.Globalization;
using Alma.Cli.Display;
using Alma.Experiments.Models;
using Alma.Reports;
using Alma.Runs;
using Alma.Serving.Models;

namespace Alma.Cli.Commands;

/// <summary><c>alma export-model</c>: a model of a run as an ONNX file.</summary>
internal static class ExportModelCommand
{
    public static Command Create()
    {
        var model = new ModelArguments();
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write (default: beside the run's models, megabatch_NNNN.onnx).",
            HelpName = "file",
        };
        var command = new Command("export-model", "Write a model of a run as one ONNX file, which any program computes without Alma.");
        model.AddTo(command);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            var (saved, run) = model.Saved(parsed);
            var path = parsed.GetValue(output) ?? Path.ChangeExtension(saved.Path, ".onnx");
            using (var file = OutputFile.At(path)) file.Write(stream => ModelExport.Write(stream, saved, run));
            Terminal.Out.WriteLine($"{path}  {Units.Bytes(new FileInfo(path).Length)}");
            using var written = OnnxModel.Open(path, threadCount: 1);
            Describe(written);
        });
        return AlmaCommand.WithExamples(
            command, "alma export-model runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b -o gmoe.onnx",
            "alma export-model RUN --megabatch 2 -o early.onnx");
    }

    private static void Describe(OnnxModel model)
    {
        var metadata = model.Metadata;
        string?[] parts =
        [
            $"takes {model.Input.Description}", $"{model.ClassNames.Count} classes",
            metadata.Megabatch is { } megabatch ? string.Create(CultureInfo.InvariantCulture, $"after megabatch {megabatch}") : null,
            metadata.TestError is { } error ? string.Create(CultureInfo.InvariantCulture, $"test error {100 * error:F2} %") : null,
        ];
        Terminal.Out.WriteLine(string.Join("; ", parts.OfType<string>()));
    }
}
