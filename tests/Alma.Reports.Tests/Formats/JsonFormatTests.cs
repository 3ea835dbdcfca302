using System.Text.Json;
using Alma.Reports.Comparison;
using Alma.Reports.Formats;
using Alma.Reports.Tests.Comparison;

namespace Alma.Reports.Tests.Formats;

public sealed class JsonFormatTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    [Fact]
    public void Json_OfAComparison_HasGroupsPairsAndRunsWithFullPrecision()
    {
        var root = JsonDocument.Parse(JsonFormat.Of(three.Sets)).RootElement;

        Assert.Equal(
            ["confidence", "datasets", "groups", "pairs", "runs", "problems"], root.EnumerateObject().Select(property => property.Name));
        var growing = root.GetProperty("groups")[0];
        Assert.Equal("made/growing", growing.GetProperty("group").GetString());
        Assert.Equal(
            RunMeasure.All.Select(measure => measure.Name),
            growing.GetProperty("means").EnumerateObject().Select(property => property.Name));
        var mean = three.Compared.Groups[0].Runs.Mean(RunMeasure.CumulativeError)!;
        var read = growing.GetProperty("means").GetProperty("cumulative_error");
        Assert.Equal(
            (mean.Count, mean.Mean, mean.HalfWidth),
            (read.GetProperty("count").GetInt32(), read.GetProperty("mean").GetDouble(), read.GetProperty("half_width").GetDouble()));
        var pair = root.GetProperty("pairs")
            .EnumerateArray()
            .Single(pair => pair.GetProperty("group").GetString() == "made/single" && pair.GetProperty("measure").GetString() == "error");
        Assert.Equal(
            three.Compared.Pairs.Single(pair => pair.Group == "made/single" && pair.Measure == RunMeasure.Error).Difference!.Probability,
            pair.GetProperty("p").GetDouble());
        Assert.Equal(8, root.GetProperty("runs").GetArrayLength());
        Assert.Equal(
            ("interrupted", JsonValueKind.Null),
            (root.GetProperty("runs")[7].GetProperty("state").GetString(), root.GetProperty("runs")[7].GetProperty("group").ValueKind));
    }

    [Fact]
    public void Json_OfANumberThatIsNone_IsNull()
    {
        var run = three.Run("made/single", 9, 0.1, double.PositiveInfinity, 1);

        var json = JsonFormat.Of(ComparedRuns.PerDataset(new RunSet(
            [run with { Megabatches = [.. run.Megabatches.Select(megabatch => megabatch with { Loss = double.NaN, Error = double.NaN })] }],
            []), []));

        var means = JsonDocument.Parse(json).RootElement.GetProperty("groups")[0].GetProperty("means");
        Assert.Equal(JsonValueKind.Null, means.GetProperty("multiply_adds").GetProperty("mean").ValueKind);
        Assert.Equal(JsonValueKind.Null, means.GetProperty("error").GetProperty("mean").ValueKind);
    }
}
