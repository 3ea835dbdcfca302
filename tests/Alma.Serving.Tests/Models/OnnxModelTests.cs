using Alma.Data;
using Alma.Serving.Models;

namespace Alma.Serving.Tests.Models;

public sealed class OnnxModelTests
{
    private static readonly byte[] leftThenBelow = [200, 0, 10, 7, 0, 0, 100, 9];

    [Fact]
    public void Model_OfImages_KnowsWhatItIsAndPredicts()
    {
        using var model = OnnxModel.Read(TinyOnnx.OfImages(3).ToBytes(), "tiny.onnx");

        Assert.Equal(new ImageInput(new ImageShape(1, 2, 2)), model.Input);
        Assert.Equal(["left", "right", "below"], model.ClassNames);
        Assert.Equal(("runs/tests/tiny", 3, 0.125), (model.Metadata.Run, model.Metadata.Megabatch, model.Metadata.TestError));
        var predictions = model.Predict(leftThenBelow);
        Assert.Equal([0L, 2], predictions.Labels);
        Assert.Equal([2, 0, 0.1f, 0, 0, 1], predictions.Logits, (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Equal(1, predictions.ProbabilitiesOf(1).ToArray().Sum(), 5);
        Assert.Equal(Math.E / (Math.E + 2), predictions.ProbabilitiesOf(1)[2], 5);
    }

    [Fact]
    public void Model_OfRows_TakesCellsByTheirKinds()
    {
        using var model = OnnxModel.Read(TinyOnnx.OfRows().ToBytes(), "tiny.onnx");

        var input = Assert.IsType<TableInput>(model.Input);
        var row = new float[input.ValueCount];
        input.Encode([41.0, true, "blue"], "row", row);
        Assert.Equal([41, 1, 1], row);
        Assert.Equal([0L], model.Predict(row).Labels);
        input.Encode([null, false, null], "row", row);
        Assert.Equal([float.NaN, 0, float.NaN], row);
        input.Encode([null, false, "green"], "row", row);
        Assert.Equal([float.NaN, 0, TableInput.UnknownCategory], row);
    }

    [Theory]
    [InlineData(0, "old", "column age: found 'old', valid is a number.")]
    [InlineData(1, 2.0, "column car: found '2', valid is true or false.")]
    public void Cell_ThatIsNoneOfItsColumn_IsRefused(int column, object cell, string expected)
    {
        using var model = OnnxModel.Read(TinyOnnx.OfRows().ToBytes(), "tiny.onnx");
        var cells = new object?[3];
        cells[column] = cell;

        var refusal = Assert.Throws<DatasetException>(() => ((TableInput)model.Input).Encode(cells, "row", new float[3]));

        Assert.Equal($"row: {expected}", refusal.Message);
    }

    [Fact]
    public void Model_WithoutMetadata_IsToldFromItsGraph()
    {
        var none = new Dictionary<string, string>();
        using var images = OnnxModel.Read((TinyOnnx.OfImages() with { Metadata = none }).ToBytes(), "images.onnx");
        using var rows = OnnxModel.Read((TinyOnnx.OfRows() with { Metadata = none }).ToBytes(), "rows.onnx");

        Assert.Equal(new ImageInput(new ImageShape(1, 2, 2)), images.Input);
        Assert.Equal(["0", "1", "2"], images.ClassNames);
        Assert.Equal(3, Assert.IsType<TableInput>(rows.Input).Columns.Count);
        Assert.Null(rows.Metadata.Megabatch);
    }

    [Fact]
    public void Predict_MoreThanABatch_IsTheSameAsOneByOne()
    {
        using var model = OnnxModel.Read(TinyOnnx.OfImages().ToBytes(), "tiny.onnx");
        byte[] images = [.. Enumerable.Range(0, 300 * 4).Select(k => (byte)(k * 37))];

        var together = model.Predict(images);

        Assert.Equal(300, together.Count);
        for (var k = 0; k < 300; k += 99)
            Assert.Equal(
                model.Predict(images.AsSpan(4 * k, 4)).Probabilities, together.ProbabilitiesOf(k).ToArray(),
                (one, other) => Math.Abs(one - other) < 1e-6);
    }

    [Fact]
    public void File_ThatIsNoModel_IsRefusedInOneSentence()
    {
        var refusal = Assert.Throws<ModelException>(() => OnnxModel.Read("no model"u8.ToArray(), "x.onnx"));

        Assert.StartsWith("x.onnx is no ONNX model that can be opened (", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void File_OfNothing_IsRefused() => Assert.Throws<ModelException>(() => OnnxModel.Read([], "x.onnx"));

    [Fact]
    public void Model_WithAnotherInput_SaysWhatItHas()
    {
        var other = TinyOnnx.OfRows() with { InputName = "x" };

        var refusal = Assert.Throws<ModelException>(() => OnnxModel.Read(other.ToBytes(), "x.onnx"));

        Assert.Equal(
            "x.onnx is no model that can be used here: found the input x; expected one, 'input'.",
            refusal.Message);
    }

    [Theory]
    [InlineData("alma.input", """{"kind":"image","channels":3,"height":2,"width":2}""", "metadata says images of 2 x 2 pixels, in colours")]
    [InlineData("alma.input", "{\"kind\":\"sound\"}", "alma.input is '{\"kind\":\"sound\"}'; valid is JSON")]
    [InlineData("alma.input", "{", "alma.input is '{'; valid is JSON")]
    [InlineData("alma.input", "[]", "alma.input is '[]'; valid is JSON")]
    [InlineData("alma.class_names", """["a"]""", "it has 3 classes, but names for 1 of them")]
    [InlineData("alma.class_names", "[1]", "alma.class_names is '[1]'; valid is JSON")]
    [InlineData("alma.megabatch", "-1", "alma.megabatch is '-1'; valid is a number of a megabatch")]
    [InlineData("alma.test_error", "2", "alma.test_error is '2'; valid is a number from 0 to 1")]
    public void Metadata_ThatDoesNotFit_IsRefused(string key, string value, string expected)
    {
        var model = TinyOnnx.OfImages();
        var other = model with { Metadata = new Dictionary<string, string>(model.Metadata) { [key] = value } };

        var refusal = Assert.Throws<ModelException>(() => OnnxModel.Read(other.ToBytes(), "x.onnx"));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OfAnotherKindOrNumber_AreRefused()
    {
        using var model = OnnxModel.Read(TinyOnnx.OfImages().ToBytes(), "tiny.onnx");

        Assert.Throws<ModelException>(() => model.Predict(new byte[5]));
        var refusal = Assert.Throws<ModelException>(() => model.Predict(new float[4]));
        Assert.Equal("Found 4 values of rows; the model takes images of 2 x 2 pixels, grey, 4 values each.", refusal.Message);
    }

    [Fact]
    public void Image_OfAnotherSize_IsRefusedOrScaledIfAsked()
    {
        using var model = OnnxModel.Read(TinyOnnx.OfImages().ToBytes(), "tiny.onnx");
        var input = (ImageInput)model.Input;
        var png = Runs.Images.PngImage.Encode([255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1, 4, 4);

        var refusal = Assert.Throws<DatasetException>(() => input.Pixels(png, "x.png"));

        Assert.Equal("x.png: found an image of 4 x 4 pixels; the model takes images of 2 x 2 pixels, grey.", refusal.Message);
        Assert.Equal([255, 0, 0, 0], input.Pixels(png, "x.png", resizes: true));
    }

    [Fact]
    public void Open_AFileThatIsNotThere_SaysSo()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<FileNotFoundException>(() => OnnxModel.Open(folder.File("none.onnx")));
    }
}
