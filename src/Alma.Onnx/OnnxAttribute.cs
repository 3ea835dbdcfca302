namespace Alma.Onnx;

/// <summary>What a node's operation is set to: <c>axis</c>, <c>kernel_shape</c>, ...</summary>
public sealed class OnnxAttribute
{
    private OnnxAttribute(string name, int type, Action<OnnxMessage> value)
    {
        Message = new OnnxMessage().Text(OnnxFields.AttributeName, name);
        value(Message);
        Message.Integer(OnnxFields.AttributeType, type);
    }

    internal OnnxMessage Message { get; }

    public static OnnxAttribute Of(string name, long value) =>
        new(name, OnnxFields.IntegerAttribute, message => message.Integer(OnnxFields.AttributeInteger, value));

    public static OnnxAttribute Of(string name, float value) =>
        new(name, OnnxFields.FloatAttribute, message => message.Float(OnnxFields.AttributeFloat, value));

    public static OnnxAttribute Of(string name, IEnumerable<long> values) =>
        new(name, OnnxFields.IntegersAttribute, message =>
        {
            foreach (var value in values) message.Integer(OnnxFields.AttributeIntegers, value);
        });
}
