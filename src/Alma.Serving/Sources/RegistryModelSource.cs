using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.Serving.Sources;

/// <summary>A registry of models: its champion is what is served, and nothing before there is one.</summary>
public sealed class RegistryModelSource(ModelRegistry registry) : ModelSource
{
    private readonly Dictionary<int, ModelFile> known = [];

    /// <summary>Of the folder; that of a run's own registry, which is called models, goes by its run.</summary>
    public override string Name => Path.TrimEndingDirectorySeparator(Path.GetFullPath(registry.Path)) is var full
        && Path.GetDirectoryName(full) is { } above && RunFolder.IsAt(above)
            ? Path.GetFileName(above)
            : Path.GetFileName(full) is { Length: > 0 } name ? name : "model";

    public override string Place => registry.Path;

    public override string Nothing => $"{registry.Path} has no version that can be served.";

    /// <summary>Versions come.</summary>
    public override bool MayBeEmpty => true;

    public override string PlaceOf(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return registry.OnnxFile(file.Version);
    }

    public override IReadOnlyList<ModelFile> List()
    {
        var numbers = registry.Numbers();
        foreach (var gone in known.Keys.Except(numbers).ToList()) known.Remove(gone);
        foreach (var number in numbers.Where(number => !known.ContainsKey(number)))
            if (TryRead(number) is { } file) known[number] = file;
        return [.. known.Values.OrderBy(file => file.Version)];
    }

    public override int? Champion() => registry.Champion();

    public override byte[] Read(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return registry.ReadOnnx(registry.Read(file.Version));
    }

    // A version that is damaged is none; who asks for it is told that it is not there.
    private ModelFile? TryRead(int number)
    {
        try
        {
            var model = registry.Read(number);
            return new ModelFile(number, model.Onnx.Sha256, model.HeldOut.Examples > 0 ? model.HeldOut.Error : null);
        }
        catch (Exception damaged) when (damaged is RunFolderException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
