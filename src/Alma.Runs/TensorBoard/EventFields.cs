namespace Alma.Runs.TensorBoard;

/// <summary>Field numbers of TensorFlow's event.proto, summary.proto, tensor.proto and tensor_shape.proto.</summary>
internal static class EventFields
{
    public const int WallTime = 1;
    public const int Step = 2;
    public const int FileVersion = 3;
    public const int Summary = 5;

    public const int SummaryValue = 1;

    public const int ValueTag = 1;
    public const int ValueSimple = 2;
    public const int ValueImage = 4;
    public const int ValueTensor = 8;
    public const int ValueMetadata = 9;

    public const int MetadataPlugin = 1;
    public const int PluginName = 1;
    public const int PluginContent = 2;

    public const int ImageHeight = 1;
    public const int ImageWidth = 2;
    public const int ImageColourSpace = 3;
    public const int ImageEncoded = 4;

    public const int TensorType = 1;
    public const int TensorShape = 2;
    public const int TensorString = 8;
    public const int ShapeDimension = 2;
    public const int DimensionSize = 1;

    /// <summary>The value of <see cref="TensorType"/> for strings.</summary>
    public const int StringType = 7;

    /// <summary>The value of <see cref="TensorType"/> for numbers of single precision.</summary>
    public const int FloatType = 1;
}
