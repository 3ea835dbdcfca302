using System.CommandLine;
using System.Globalization;
using System.Text;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Queries;
using Alma.Runs;
using Alma.Serving.Inputs;

namespace Alma.Cli.Commands;

/// <summary><c>alma predict</c>: what a model says of images, rows or a test set. It loads no LibTorch.</summary>
internal static class PredictCommand
{
    private const int Buffer = 1 << 16;

    public static Command Create()
    {
        var (model, inputs) = (new ModelArguments(), new InputArguments());
        var top = new Option<int?>("--top")
        {
            Description = "Name this many classes, the most probable ones (default: 1).",
            HelpName = "k",
        };
        var csv = new Option<bool>("--csv") { Description = "Print comma-separated values." };
        var json = new Option<bool>("--json") { Description = "Print a JSON array with an object per input." };
        var parquet = new Option<string?>("--parquet") { Description = "Write a Parquet file.", HelpName = "file" };
        var command = new Command("predict", "Say which class a model takes images, rows or a test set for, and how probable it is.");
        model.AddTo(command);
        inputs.AddTo(command);
        foreach (var option in new Option[] { top, csv, json, parquet }) command.Options.Add(option);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(top) < 1) parsed.AddError("--top takes a number from 1.");
            if ((parsed.GetValue(csv) ? 1 : 0) + (parsed.GetValue(json) ? 1 : 0) + (parsed.GetValue(parquet) is null ? 0 : 1) > 1)
                parsed.AddError("Choose one of --csv, --json and --parquet.");
        });
        command.SetAction((parsed, _) => RunStores.InterruptibleAsync(cancellation =>
        {
            using var opened = model.Open(parsed);
            var predictions = PredictedExample.Of(opened, inputs.Read(parsed, opened.Input, null, cancellation));
            var named = new NamedPredictions(opened.ClassNames, Math.Min(parsed.GetValue(top) ?? 1, opened.ClassNames.Count));
            if (parsed.GetValue(parquet) is { } path) Save(named, predictions, path);
            else if (parsed.GetValue(csv)) Print(stream => Csv(named, predictions, stream));
            else if (parsed.GetValue(json)) Print(stream => Json(named, predictions, stream));
            else foreach (var line in named.Lines(predictions)) Terminal.Out.WriteLine(line);
        }));
        return AlmaCommand.WithExamples(
            command, "alma predict RUN digit.png", "alma predict gmoe.onnx photos --top 3", "alma predict RUN customers.csv --csv",
            "alma predict RUN --data mnist --parquet predictions.parquet");
    }

    private static void Print(Action<Stream> write)
    {
        using var stream = Terminal.OpenData();
        write(stream);
    }

    private static void Csv(NamedPredictions named, IEnumerable<PredictedExample> predictions, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), Buffer, leaveOpen: true);
        CsvText.Write(text, named.Columns, named.Rows(predictions));
    }

    private static void Json(NamedPredictions named, IEnumerable<PredictedExample> predictions, Stream stream) =>
        JsonCell.Write(stream, new QueryResult(named.Columns, named.Rows(predictions)));

    private static void Save(NamedPredictions named, IEnumerable<PredictedExample> predictions, string path)
    {
        using (var output = OutputFile.At(path))
        {
            ParquetRows.Write(output.CreateTemporary(), named.Columns, named.Rows(predictions));
            output.Commit();
        }

        Terminal.Out.WriteLine($"{path}  {Units.Bytes(new FileInfo(path).Length)}");
    }

    /// <summary>Predictions as people and programs read them.</summary>
    private sealed class NamedPredictions(IReadOnlyList<string> classes, int top)
    {
        /// <summary><c>input</c>, <c>class</c>, <c>probability</c>, then <c>class_2</c>, <c>probability_2</c>, ...</summary>
        public IReadOnlyList<string> Columns =>
        [
            "input",
            .. Enumerable.Range(1, top).SelectMany(rank => new[] { $"class{Numbered(rank)}", $"probability{Numbered(rank)}" }),
        ];

        public IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<PredictedExample> predictions) => predictions.Select(prediction =>
            (IReadOnlyList<object?>)
            [
                prediction.Place,
                .. prediction.Ranked().Take(top).SelectMany(one => new object?[] { classes[one.Class], one.Probability }),
            ]);

        public IEnumerable<string> Lines(IEnumerable<PredictedExample> predictions) => predictions.Select(prediction =>
            $"{prediction.Place}: {string.Join(", ", prediction.Ranked().Take(top).Select(Text))}");

        private string Text((int Class, float Probability) one) =>
            string.Create(CultureInfo.InvariantCulture, $"{classes[one.Class]} {100 * one.Probability:F2} %");

        private static string Numbered(int rank) => rank == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{rank}");
    }
}
