namespace Alma.Config;

/// <summary>A single value: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>.</summary>
public sealed class ConfigScalar : ConfigNode
{
    internal ConfigScalar(string path, Origin origin, object? value)
        : base(path, origin)
    {
        Value = value;
    }

    public object? Value { get; }

    internal override ConfigNode MovedTo(string path) => new ConfigScalar(path, Origin, Value);

    private protected override ConfigNode? Child(string step) => null;
}
