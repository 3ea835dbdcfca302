using System.Globalization;
using System.Text;
using System.Text.Json;
using Alma.EndToEnd.Tests.Programs;
using Alma.Experiments.Models;

namespace Alma.EndToEnd.Tests;

/// <summary>From data of a user's own to a model and its predictions.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Model_OfATable_IsExportedPredictsAndIsEvaluated()
    {
        LearnCustomers();

        var exported = workplace.Typed("export-model", "r", "-o", "model.onnx").Succeeded().Output;
        Assert.StartsWith("model.onnx  ", exported[0], StringComparison.Ordinal);
        Assert.StartsWith("takes rows of 3 columns (age, town, since); 2 classes; after megabatch 1; test error ", exported[1]);

        var error = ModelExport.TestError(workplace.NewestRun(), 1)!.Value;
        var percent = string.Create(CultureInfo.InvariantCulture, $"error {100 * error:F2} %: ");
        foreach (var model in new[] { "r", "model.onnx", "r/models/megabatch_0001.safetensors" })
            Assert.StartsWith(percent, workplace.Typed("evaluate", model, "--data", "churn").Succeeded().OutputText);

        workplace.Write("new.csv", "since,note,town,age\n2026-01-05,x,Paris,\n2026-02-05,,Rome,70\n");
        var text = workplace.Typed("predict", "model.onnx", "new.csv", "--top", "2").Succeeded().Output;
        Assert.Matches(@"^new\.csv:2: (yes|no) \d+\.\d\d %, (yes|no) \d+\.\d\d %$", text[0]);
        var csv = workplace.Typed("predict", "model.onnx", "new.csv", "--csv").Succeeded().Output;
        Assert.Equal("input,class,probability", csv[0]);
        Assert.StartsWith("new.csv:3,yes,0.", csv[2], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(workplace.Typed("predict", "r", "new.csv", "--json", "--top", "2").Succeeded().OutputText);
        Assert.Equal(
            1,
            json.RootElement[0].GetProperty("probability").GetDouble() + json.RootElement[0].GetProperty("probability_2").GetDouble(),
            1e-5);
        workplace.Typed("predict", "r", "new.csv", "--parquet", "p.parquet").Succeeded();
        Assert.Equal("PAR1"u8, File.ReadAllBytes(workplace.In("p.parquet")).AsSpan(0, 4));

        AssertRefusals();
    }

    [Fact]
    public void Evaluate_OfATestSet_IsAsTheRunSays()
    {
        workplace.Typed("run", "n_megabatches=2", "clmodel.max_epochs=3", "run_dir=r").Succeeded();

        using var json = JsonDocument.Parse(workplace.Typed("evaluate", "r", "--data", "digits", "--json").Succeeded().OutputText);

        var counts = json.RootElement.EnumerateArray().ToList();
        var wrong = counts.Where(one => one.GetProperty("class").GetString() != one.GetProperty("choice").GetString());
        Assert.Equal(
            ModelExport.TestError(workplace.NewestRun(), 1)!.Value,
            (double)wrong.Sum(one => one.GetProperty("count").GetInt64()) / counts.Sum(one => one.GetProperty("count").GetInt64()),
            1e-6);
        var early = workplace.Typed("export-model", "r", "--megabatch", "0").Succeeded().Output;
        Assert.StartsWith("r/models/megabatch_0000.onnx  ", early[0], StringComparison.Ordinal);
        Assert.Contains("after megabatch 0", early[1]);
    }

    private void AssertRefusals()
    {
        workplace.Write("few.csv", "town,age\nRome,3\n");
        workplace.Write("wrong.csv", "town,age,since\nRome,old,2026-01-01\n");
        workplace.Write("none.onnx", "hello");
        Assert.Equal(
            "few.csv: found no column since; the model takes rows of 3 columns (age, town, since).",
            workplace.Typed("predict", "r", "few.csv").RefusedInOneLine());
        Assert.Equal(
            "wrong.csv:2: column age: found 'old', valid is a number.", workplace.Typed("predict", "r", "wrong.csv").RefusedInOneLine());
        Assert.Equal(
            "r has no model of megabatch 9. It has those of 0, 1, counted from 0.",
            workplace.Typed("export-model", "r", "--megabatch", "9").RefusedInOneLine());
        Assert.StartsWith(
            "none.onnx is no ONNX model that can be opened", workplace.Typed("predict", "none.onnx", "few.csv").RefusedInOneLine());
        Assert.StartsWith(
            "digits has images of 8 x 8 pixels and 1 channel; the model takes rows of 3 columns",
            workplace.Typed("predict", "r", "--data", "digits").RefusedInOneLine());
        Assert.StartsWith("None of 2 examples has a label.", workplace.Typed("evaluate", "r", "new.csv").RefusedInOneLine());
    }

    private void LearnCustomers()
    {
        var rows = new StringBuilder("age,town,since,churned\n");
        for (var k = 0; k < 200; k++)
        {
            var age = 18 + (k * 7 % 70);
            var (shown, town, churned) = (k % 9 == 0 ? "" : $"{age}", k % 2 == 0 ? "Rome" : "Oslo", age > 50 ? "yes" : "no");
            rows.Append(CultureInfo.InvariantCulture, $"{shown},{town},2025-{1 + (k % 12):D2}-03,{churned}\n");
        }

        workplace.Write("customers.csv", rows.ToString());
        workplace.Typed("data", "import", "churn", "customers.csv", "--label", "churned").Succeeded();
        workplace.Typed("run", "own/ensemble", "data=churn", "n_megabatches=2", "clmodel.max_epochs=15", "run_dir=r").Succeeded();
    }
}
