namespace Alma.Onnx;

/// <summary>Field numbers of onnx.proto3, by message.</summary>
internal static class OnnxFields
{
    public const int ModelIrVersion = 1;
    public const int ModelProducerName = 2;
    public const int ModelProducerVersion = 3;
    public const int ModelGraph = 7;
    public const int ModelOperatorSet = 8;
    public const int ModelMetadata = 14;

    public const int OperatorSetDomain = 1;
    public const int OperatorSetVersion = 2;

    public const int EntryKey = 1;
    public const int EntryValue = 2;

    public const int GraphNode = 1;
    public const int GraphName = 2;
    public const int GraphInitializer = 5;
    public const int GraphInput = 11;
    public const int GraphOutput = 12;

    public const int NodeInput = 1;
    public const int NodeOutput = 2;
    public const int NodeName = 3;
    public const int NodeOperation = 4;
    public const int NodeAttribute = 5;

    public const int AttributeName = 1;
    public const int AttributeFloat = 2;
    public const int AttributeInteger = 3;
    public const int AttributeIntegers = 8;
    public const int AttributeType = 20;

    /// <summary>The values of <see cref="AttributeType"/>.</summary>
    public const int FloatAttribute = 1;
    public const int IntegerAttribute = 2;
    public const int IntegersAttribute = 7;

    public const int TensorDimensions = 1;
    public const int TensorElementType = 2;
    public const int TensorName = 8;
    public const int TensorRawData = 9;

    public const int ValueName = 1;
    public const int ValueType = 2;
    public const int TypeTensor = 1;
    public const int TensorTypeElement = 1;
    public const int TensorTypeShape = 2;
    public const int ShapeDimension = 1;
    public const int DimensionValue = 1;
    public const int DimensionName = 2;
}
