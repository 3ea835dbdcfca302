using System.CommandLine;
using System.Globalization;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Queries;
using Alma.Reports.Tables;
using Alma.Serving.Inputs;

namespace Alma.Cli.Commands;

/// <summary><c>alma evaluate</c>: how often a model is wrong on labelled examples. It loads no LibTorch.</summary>
internal static class EvaluateCommand
{
    private const int MostMistakes = 20;

    public static Command Create()
    {
        var (model, inputs) = (new ModelArguments(), new InputArguments());
        var label = new Option<string?>("--label")
        {
            Description = "The column of the classes (default: label, class or target).",
            HelpName = "column",
        };
        var json = new Option<bool>("--json") { Description = "Print a JSON array with an object per class and choice that occurred." };
        var command = new Command("evaluate", "Count how often a model is wrong on examples with labels, and which classes it confuses.");
        model.AddTo(command);
        inputs.AddTo(command);
        command.Options.Add(label);
        command.Options.Add(json);
        command.SetAction((parsed, _) => RunStores.InterruptibleAsync(cancellation =>
        {
            using var opened = model.Open(parsed);
            var examples = inputs.Read(parsed, opened.Input, parsed.GetValue(label), cancellation);
            var confusion = ConfusionCounts.Of(opened, PredictedExample.Of(opened, examples));
            if (parsed.GetValue(json)) PrintJson(confusion, opened.ClassNames);
            else Print(confusion, opened.ClassNames);
        }));
        return AlmaCommand.WithExamples(
            command, "alma evaluate RUN --data mnist", "alma evaluate gmoe.onnx photos", "alma evaluate RUN customers.csv --label churned");
    }

    private static void Print(ConfusionCounts confusion, IReadOnlyList<string> classes)
    {
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"error {100 * confusion.Error:F2} %: {confusion.WrongCount:N0} of {confusion.Count:N0} wrong; loss {confusion.Loss:F4}"));
        if (confusion.UnknownCount > 0)
            Terminal.Out.WriteLine($"{Units.Count(confusion.UnknownCount)} of them are of classes that the model does not know");
        if (confusion.UnlabelledCount > 0)
            Terminal.Out.WriteLine($"{Units.Count(confusion.UnlabelledCount)} without a label were left out");
        Terminal.Out.Write(ByClass(confusion, classes));
    }

    private static ConsoleTable ByClass(ConfusionCounts confusion, IReadOnlyList<string> classes)
    {
        ConsoleColumn[] columns =
        [
            ConsoleColumn.Name("class"), ConsoleColumn.Number("examples"), ConsoleColumn.Number("error"), ConsoleColumn.Text("taken for"),
        ];
        return new ConsoleTable(columns, [.. confusion.Labels.Select((_, label) => Row(confusion, label, classes))]);
    }

    private static IReadOnlyList<ConsoleCell> Row(ConfusionCounts confusion, int label, IReadOnlyList<string> classes)
    {
        var choices = confusion.Choices(label).Index().Select(choice => (Choice: choice.Index, Count: choice.Item)).ToList();
        var count = choices.Sum(choice => choice.Count);
        var wrong = choices.Where(choice => choice.Choice != label && choice.Count > 0).OrderByDescending(choice => choice.Count).ToList();
        var taken = string.Join(", ", wrong.Take(MostMistakes).Select(choice => $"{classes[choice.Choice]} {Units.Count(choice.Count)}"));
        return
        [
            confusion.Labels[label], Units.Count(count),
            count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * wrong.Sum(choice => choice.Count) / count:F2} %"),
            taken + (wrong.Count > MostMistakes ? ", ..." : ""),
        ];
    }

    private static void PrintJson(ConfusionCounts confusion, IReadOnlyList<string> classes)
    {
        var rows =
            from label in confusion.Labels.Index()
            from choice in confusion.Choices(label.Index).Index()
            where choice.Item > 0
            select (IReadOnlyList<object?>)[label.Item, classes[choice.Index], choice.Item];
        using var stream = Terminal.OpenData();
        JsonCell.Write(stream, new QueryResult(["class", "choice", "count"], rows));
    }
}
