using System.Globalization;
using System.Text.RegularExpressions;
using Alma.Config;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Files;
using Alma.Learning;
using Alma.Learning.Networks;
using Alma.Runs;
using static TorchSharp.torch;

namespace Alma.Experiments;

/// <summary>
/// The weights that <c>clmodel.model.weights</c> names. They are checked before a run has a folder, and then copied into it: whoever goes
/// on with the run needs no other file.
/// </summary>
internal static partial class InitialWeightsFile
{
    /// <summary>Reads the weights of a new run and refuses those that its first network cannot take.</summary>
    /// <returns>The file; null where weights are drawn.</returns>
    /// <exception cref="LearningException">They are of another network.</exception>
    /// <exception cref="SafetensorsException">The file cannot be read.</exception>
    /// <exception cref="RunFolderException">The run folder that is named has no model.</exception>
    public static string? Check(RunOptions options, RunDatasets datasets)
    {
        if (Named(options) is not { } path) return null;
        var stream = options.Stream.Train;
        var data = datasets.Main;
        var classes = stream.Classes(data.Train.Labels, stream.Cut(data.Train.Count, options.StreamLength))?.CountAfter(0);
        var structure = options.Clmodel.InitialStructure(stream.Dataset.Shape, classes ?? stream.Dataset.ClassCount);
        using var generator = new Generator(0, CPU);
        using var network = new Network(structure, CPU, generator);
        var weights = Read(path);
        for (var k = 0; k < Math.Min(weights.NetworkCount, options.Clmodel.FirstNetworkCount); k++) weights.CopyTo(network, k);
        weights.RefuseFewerThan(options.Clmodel.FirstNetworkCount);
        return path;
    }

    /// <summary>Copies the file into the folder of its run.</summary>
    public static void Keep(string file, RunFolder folder)
    {
        using var source = RegularFile.Open(file);
        AtomicFile.Write(folder.InitialWeightsFile, source.CopyTo, within: folder.Path);
    }

    /// <summary>What the networks of a run start from; null where weights are drawn.</summary>
    /// <exception cref="SafetensorsException">The file cannot be read.</exception>
    /// <exception cref="RunFolderException">The run folder that is named has no model.</exception>
    public static InitialWeights? Of(RunOptions options, RunFolder folder) =>
        options.Clmodel.Model.Weights is null ? null
        : Read(File.Exists(folder.InitialWeightsFile) ? folder.InitialWeightsFile : Named(options)!);

    // A run folder stands for its last model.
    private static string? Named(RunOptions options)
    {
        var path = UserPath.Of(options.Clmodel.Model.Weights, RunKeys.Weights);
        return path is not null && Directory.Exists(path) ? RunModels.Find(RunFolder.Open(path), null) : path;
    }

    private static InitialWeights Read(string path)
    {
        var content = SafetensorsContent.Read(path);
        if (content.Tensors.Count == 0) throw new SafetensorsException($"{path} has no tensors.");
        var networks = content.Tensors
            .Select(entry => (Match: NameOfSeveral().Match(entry.Key), entry.Value))
            .GroupBy(entry => entry.Match.Groups["network"].Value)
            .ToDictionary(group => group.Key, group => group.ToDictionary(
                entry => entry.Match.Groups["name"].Value, entry => Weights(path, entry.Match.Value, entry.Value)));
        var ordered = Enumerable.Range(0, networks.Count)
            .Select(k => networks.GetValueOrDefault(networks.Count == 1 && networks.ContainsKey("") ? "" : Text(k)));
        return new InitialWeights(path, [.. ordered.Select((network, k) => network ?? throw new SafetensorsException(
            $"{path} has tensors of several networks (models.0.NAME, ...), but none of models.{Text(k)}."))]);
    }

    private static WeightArray Weights(string path, string name, StoredTensor tensor) =>
        tensor.Weights() ?? (name.EndsWith("num_batches_tracked", StringComparison.Ordinal)
            ? new WeightArray([0], [])
            : throw new SafetensorsException($"{path}: tensor {name} is of {tensor.TypeName}, and weights have to be of F32."));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The models of several networks name them so.
    [GeneratedRegex(@"^(models\.(?<network>\d{1,6})\.)?(?<name>.*)$", RegexOptions.Singleline)]
    private static partial Regex NameOfSeveral();
}
