namespace Alma.Experiments.Checkpoints;

/// <summary>What the metadata of a saved model has: the keys.</summary>
internal static class ModelKeys
{
    public const string Structure = "alma.structure";
    public const string Combination = "alma.combination";
    public const string Classes = "alma.classes";
    public const string InputShape = "alma.input_shape";
    public const string Normalisation = "alma.normalisation";
    public const string Table = "alma.table";
    public const string Run = "alma.run";
    public const string Dataset = "alma.dataset";
    public const string Licence = "alma.licence";
    public const string Megabatch = "alma.megabatch";
}
