using Alma.Serving.Models;

namespace Alma.Serving.Protocol;

/// <summary>What the protocol calls the tensors of a model.</summary>
internal static class ProtocolTensors
{
    public static string DataType(ModelInput input) => input is ImageInput ? "UINT8" : "FP32";

    public static string DataType(string output) => output == ModelSignature.LabelName ? "INT64" : "FP32";

    /// <summary>The sides of an example.</summary>
    public static long[] Sides(ModelInput input) => input is ImageInput { Shape: var image }
        ? [image.Channels, image.Height, image.Width]
        : [input.ValueCount];
}
