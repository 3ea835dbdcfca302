using System.Net;
using Alma.Runs.Images;

namespace Alma.Serving.Tests.Web;

/// <summary><c>POST /predict</c>, as a person uses it with curl.</summary>
public sealed class PersonalPredictionTests
{
    private static readonly byte[] right = PngImage.Encode([0, 200, 0, 0], 1, 2, 2);

    [Fact]
    public async Task Image_AsTheBody_IsAnsweredWithItsClass()
    {
        await using var served = await ServedModel.StartAsync();

        var (status, answer) = await served.PostAsync("predict", right);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("right", "tiny", "0"), ((string?)answer["class"], (string?)answer["model"], (string?)answer["version"]));
        Assert.Equal("right", answer["probabilities"]!.AsObject().First().Key);
        Assert.Equal((double)answer["probability"]!, (double)answer["probabilities"]!["right"]!);
        Assert.Equal(1, answer["probabilities"]!.AsObject().Sum(one => (double)one.Value!), 5);
    }

    [Fact]
    public async Task Image_InAForm_IsAnsweredTheSame()
    {
        await using var served = await ServedModel.StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(right), "image", "right.png" } };

        using var response = await served.Client.PostAsync("predict?top=1", form);

        Assert.StartsWith(
            """{"class":"right","probability":0.""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_OfAnotherSize_IsScaledIfAsked()
    {
        await using var served = await ServedModel.StartAsync();
        var larger = PngImage.Encode([.. Enumerable.Range(0, 36).Select(k => (byte)(k % 6 < 3 && k < 18 ? 255 : 0))], 1, 6, 6);

        var (refused, error) = await served.PostAsync("predict", larger);
        var (_, answer) = await served.PostAsync("predict?resize=true", larger);

        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal("image: found an image of 6 x 6 pixels; the model takes images of 2 x 2 pixels, grey.", (string?)error["error"]);
        Assert.Equal("left", (string?)answer["class"]);
    }

    [Fact]
    public async Task Row_AsJson_IsAnsweredWithItsClass()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfRows());

        var (_, one) = await served.PostAsync("predict", """{"age": 41, "car": true, "colour": "blue"}""");
        var (_, many) = await served.PostAsync(
            "predict?top=1", """[{"age": "41", "car": -0, "colour": "red"}, {"colour": "red", "car": "true", "age": 1e3}]""");

        Assert.Equal("driver", (string?)one["class"]);
        Assert.Equal(["driver", "driver"], many["predictions"]!.AsArray().Select(row => (string)row!["class"]!));
        Assert.Single(many["predictions"]![0]!["probabilities"]!.AsObject());
    }

    [Fact]
    public async Task Row_OfAnUnknownCategory_IsAnsweredAndTold()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfRows());

        var (status, one) = await served.PostAsync("predict", """{"age": 41, "car": true, "colour": "green"}""");
        var (_, many) = await served.PostAsync("predict", """[{"colour": "red"}, {"colour": "green"}, {"colour": null}]""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["colour"], one["unknown_categories"]!.AsArray().Select(name => (string)name!));
        Assert.Equal([false, true, false], many["predictions"]!.AsArray().Select(row => row!["unknown_categories"] is not null));
    }

    [Theory]
    [InlineData("", "The body is empty; the model takes rows of 3 columns (age, car, colour).")]
    [InlineData("{\"age\": ", "The body is no JSON of a row, such as {\"age\": ...}: line 1, byte 9.")]
    [InlineData("7", "row: found no JSON object; the model takes rows of 3 columns (age, car, colour).")]
    [InlineData("[]", "Found 0 rows, valid are 1 to 4096.")]
    [InlineData(
        "{\"agee\": 1}", "row: there is no column 'agee'; the model takes rows of 3 columns (age, car, colour). Did you mean 'age'?")]
    [InlineData("[{}, {\"age\": \"old\"}]", "row 2: column age: found 'old', valid is a number.")]
    [InlineData("{\"age\": [1]}", "row: column age: found neither a number nor a text.")]
    [InlineData("{\"car\": 2}", "row: column car: found '2', valid is true or false.")]
    [InlineData("{\"colour\": \"\\ud800\"}", "The body is no JSON of a row: a text holds half a letter.")]
    public async Task Row_ThatIsNone_IsRefused(string body, string expected)
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfRows());

        var (status, answer) = await served.PostAsync("predict", body);

        Assert.Equal((HttpStatusCode.BadRequest, expected), (status, (string?)answer["error"]));
    }

    [Theory]
    [InlineData("predict", "The body is no image file of PNG, JPEG, GIF or BMP; the model takes images of 2 x 2 pixels, grey.")]
    [InlineData("predict?top=0", "top is no number of classes; valid is a whole number from 1.")]
    [InlineData("predict?resize=maybe", "resize is neither true nor false.")]
    public async Task Image_ThatIsNone_IsRefused(string path, string expected)
    {
        await using var served = await ServedModel.StartAsync();

        var (status, answer) = await served.PostAsync(path, "no image");

        Assert.Equal((HttpStatusCode.BadRequest, expected), (status, (string?)answer["error"]));
    }

    [Fact]
    public async Task Version_InTheAddress_IsTheOneThatAnswers()
    {
        await using var served = await ServedModel.StartAsync(null, TinyOnnx.OfImages(), TinyOnnx.OfImages(1));

        Assert.Equal("1", (string?)(await served.PostAsync("predict", right)).Answer["version"]);
        Assert.Equal("0", (string?)(await served.PostAsync("predict?version=0", right)).Answer["version"]);
        Assert.Equal("1", (string?)(await served.PostAsync("predict?version=champion", right)).Answer["version"]);
    }
}
