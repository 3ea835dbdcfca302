using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Data.Tests.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Models;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Export;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Onnx;
using Alma.Runs;
using Alma.Serving.Inputs;
using Alma.Serving.Models;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Experiments.Tests.Models;

/// <summary>Models of runs as ONNX: what users have goes in, and what LibTorch says comes out.</summary>
public sealed class ExportedModelTests : IDisposable
{
    private const float Tolerance = 1e-5f;
    private const string Licence = "CC BY 4.0 (\"nobody\")";
    private static readonly DateTime begin = new(2026, 1, 30, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder stores = new();
    private readonly TinyRun runs = new();

    public void Dispose()
    {
        runs.Dispose();
        stores.Dispose();
    }

    [Theory]
    [InlineData("own/mlp")]
    [InlineData("own/gmoe")]
    [InlineData("own/ensemble")]
    public void Model_OfATable_TakesCellsAndGivesLibTorchsProbabilities(string recipe)
    {
        ImportTable();
        var request = TinyRun.Request(recipe, "data=rows", $"data_dir={stores.FullPath}", "n_megabatches=2", "clmodel.max_epochs=2");
        var folder = runs.Start(request);
        var test = Loaded(request).Test;

        using var model = OnnxModel.Read(ModelExport.Bytes(SavedModel.Read(folder.ModelFile(1)), folder), "model");
        var predictions = PredictedExample.Of(model, DatasetInputs.Read(model.Input, "rows", stores.FullPath)).ToList();

        var expected = LibTorch(folder.ModelFile(1), tensor(test.Rows!).view(test.Count, 1, 1, test.Width));
        AssertClose(expected, predictions);
        Assert.Equal(Licence, model.Metadata.Licence);
        Assert.Equal(test.Labels.Select(label => model.ClassNames[label]), predictions.Select(prediction => prediction.Label));
    }

    [Fact]
    public void Columns_InAGraph_BecomeTheNumbersOfTheEncoding()
    {
        ImportTable();
        var request = TinyRun.Request("own/mlp", "data=rows", $"data_dir={stores.FullPath}", "n_megabatches=2");
        var dataset = Loaded(request);
        var width = dataset.Test.Width;
        var shape = new ImageShape(1, 1, width);
        var identity = new float[width * width];
        for (var k = 0; k < width; k++) identity[k * (width + 1)] = 1;
        var copying = new ModelNetwork(
            new MultilayerPerceptron(shape, width, LayerWidth: 1, HiddenLayerCount: 0),
            new Dictionary<string, WeightArray>
            {
                ["model.0.weight"] = new([width, width], identity),
                ["model.0.bias"] = new([width], new float[width]),
            });
        using var file = new MemoryStream();
        OnnxFile.Write(file, ModelGraph.Of(new NetworkInput(shape, null) { Columns = dataset.Columns }, [copying], new SumOfLogits()), []);

        using var model = OnnxModel.Read(file.ToArray(), "graph");
        var columns = new TableInput([.. dataset.Columns!.Select(column =>
            new TableColumn(column.Name, column.Kind) { Categories = column.Categories })]);
        float[] cells = [.. DatasetInputs.Read(columns, "rows", stores.FullPath).SelectMany(example => example.Row)];

        var features = model.Predict(cells).Logits;

        Assert.Equal(dataset.Test.Rows!.Length, features.Length);
        Assert.All(features.Zip(dataset.Test.Rows!).Index(), pair => Assert.True(
            Math.Abs(pair.Item.First - pair.Item.Second) <= 1e-6f,
            $"feature {pair.Index % width} of row {pair.Index / width}: {pair.Item.First}, and {pair.Item.Second} by the encoding"));
    }

    [Theory]
    [InlineData("own/mlp")]
    [InlineData("own/vgg", "clmodel.model.n_channels=2")]
    [InlineData("own/ensemble")]
    [InlineData("digits/gmoe")]
    public void Model_OfImages_IsAsWrongAsTheRunSays(string recipe, params string[] overrides)
    {
        var folder = runs.Start(TinyRun.Request(recipe, ["n_megabatches=2", "clmodel.max_epochs=1", .. overrides]));

        using var model = OnnxModel.Read(ModelExport.Bytes(SavedModel.Read(folder.ModelFile(1)), folder), "model");

        Assert.Equal(1, model.Metadata.Megabatch);
        Assert.Equal(recipe, model.Metadata.Recipe);
        Assert.Equal(Path.GetFileName(folder.Path), model.Metadata.Run);
        Assert.Equal(ModelExport.TestError(folder, 1), model.Metadata.TestError);
        Assert.Equal(RunManifest.Read(folder).Classes, model.ClassNames);
        if (model.Metadata.Dataset != "tiny") return;
        var confusion = ConfusionCounts.Of(
            model, PredictedExample.Of(model, DatasetInputs.Read(model.Input, "tiny", TinyStore.Folder)));
        Assert.Equal(model.Metadata.TestError!.Value, confusion.Error, 1e-6);
    }

    [Fact]
    public void Categories_ThatTheModelDoesNotKnow_AreTakenAsUnknown()
    {
        ImportTable();
        var folder = runs.Start(TinyRun.Request("own/mlp", "data=rows", $"data_dir={stores.FullPath}", "n_megabatches=2"));
        using var model = OnnxModel.Read(ModelExport.Bytes(SavedModel.Read(folder.ModelFile(1))), "model");
        var file = stores.File("rows.csv");
        File.WriteAllText(file, "town,street,born,is_new,size\nAtlantis,nowhere,2026-02-03T04:05,true,3\nb,,,,\n");

        var inputs = ModelInputs.Read(model.Input, [file], new InputReading(), TestContext.Current.CancellationToken);
        var predicted = PredictedExample.Of(model, inputs).ToList();

        Assert.Equal([$"{file}:2", $"{file}:3"], predicted.Select(prediction => prediction.Place));
        Assert.All(predicted, prediction => Assert.Equal(1, prediction.Probabilities.Sum(), 1e-5f));
    }

    private static ImageDataset Loaded(RunRequest request) => RunDatasets.Load(
        request.Options, (_, _) => throw new InvalidOperationException("not of the catalog"), TestContext.Current.CancellationToken).Main;

    private void ImportTable()
    {
        ImportedColumn[] columns =
        [
            new("size", ColumnKind.Number), new("is_new", ColumnKind.Boolean), new("born", ColumnKind.Date),
            new("town", ColumnKind.Category), new("street", ColumnKind.Category),
        ];
        var rows = Enumerable.Range(0, 400).Select(k => ListedSource.Row(
            $"{k % 3}",
            k % 11 == 0 ? null : (object)(k * 0.37), k % 2 == 0, k % 7 == 0 ? null : begin.AddHours(k * 31.7),
            k % 13 == 0 ? null : "abc"[k % 3].ToString(), k % 17 == 0 ? null : $"street {k % 90}"));
        StoreImport.Make(
            new StoreFolder(stores.FullPath), "rows", new ListedSource(columns, [.. rows]),
            new ImportPlan(new ImportRequest(["made-up"]), TimeProvider.System) { TestShare = 0.2, Licence = Licence },
            CancellationToken.None);
    }

    // (N, K)
    private static float[] LibTorch(string path, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var file = SafetensorsFile.Read(path);
        var saved = SavedModel.Read(path);
        var logits = saved.Networks.Select((network, k) =>
            Logits(network.Structure, file, saved.Networks.Count == 1 ? "" : $"models.{k}.", images));
        return saved.Rule.Combine(stack(logits)).Logits.softmax(1).data<float>().ToArray();
    }

    private static Tensor Logits(NetworkStructure structure, SafetensorsFile file, string prefix, Tensor images)
    {
        using var generator = new Generator(0, CPU);
        using var network = new Network(structure, CPU, generator);
        foreach (var (name, value) in network.NamedState()) value.copy_(file[prefix + name]);
        network.EvaluationMode();
        return network.Forward(images);
    }

    private static void AssertClose(float[] expected, IReadOnlyList<PredictedExample> predictions)
    {
        var actual = predictions.SelectMany(prediction => prediction.Probabilities).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - Tolerance, pair.First + Tolerance));
    }
}
