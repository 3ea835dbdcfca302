using Alma.Data;
using Alma.Learning.Export;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Tests.Architectures;
using Alma.Onnx;
using Alma.Testing;

namespace Alma.Learning.Tests.Export;

/// <summary>ONNX's own checker finds nothing wrong with the files. It is Debian's python3-onnx.</summary>
public sealed class OnnxCheckerTests : IDisposable
{
    private const string Check = """
        import sys, onnx
        for path in sys.argv[1:]:
            onnx.checker.check_model(path, full_check=True)
            model = onnx.load(path)
            assert model.ir_version == 8 and model.opset_import[0].version == 17, path
        print(len(sys.argv) - 1)
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_OfEveryArchitectureAndRule_PassTheChecker()
    {
        Assert.SkipUnless(DebianPython.Has("onnx"), "There is no python3-onnx here.");
        List<string> files =
        [
            .. ArchitectureCases.All.Keys.SelectMany(name => ArchitectureCases.Shapes.Select((shape, k) =>
                Write($"{name} {k}", shape, new SumOfLogits(), [name]))),
            .. ModelGraphTests.Rules.Select((rule, k) =>
                Write($"rule {k}", ReferenceNetworks.Mnist, rule.Data, ["MLP", "MLP", "MoE_MLP hard", "MLP", "LeNet5"])),
        ];

        var (exitCode, output) = DebianPython.Run(Check, [.. files]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), output.Trim());
    }

    private string Write(string name, ImageShape shape, CombinationRule rule, string[] architectures)
    {
        var normalisation = new Normalisation([.. Enumerable.Repeat(0.5f, shape.Channels)], [.. Enumerable.Repeat(0.25f, shape.Channels)]);
        List<ModelNetwork> networks = [.. architectures.Select(architecture =>
        {
            using var network = ArchitectureCases.Build(architecture, shape);
            return OnnxRun.Weights(network);
        })];
        using var file = new MemoryStream();
        OnnxFile.Write(file, ModelGraph.Of(new NetworkInput(shape, normalisation), networks, rule), [new("alma.format", "1")]);
        return folder.Write($"{name}.onnx", file.ToArray());
    }
}
