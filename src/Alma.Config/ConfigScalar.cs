using System.Globalization;

namespace Alma.Config;

/// <summary>
/// A single value: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>, which may hold
/// interpolations as long as it is not resolved.
/// </summary>
public sealed class ConfigScalar : ConfigNode
{
    internal ConfigScalar(string path, Origin origin, object? value)
        : this(path, origin, value, written: null, text: null)
    {
    }

    private ConfigScalar(string path, Origin origin, object? value, string? written, string? text)
        : base(path, origin)
    {
        Value = value;
        Written = written;
        Text = text ?? written ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }

    public object? Value { get; }

    /// <summary>As it stands in the file or on the command line, where that may be another text than the value has.</summary>
    internal string? Written { get; }

    /// <summary>What names a file or a key: <c>007</c> and <c>1e3</c> as they were written.</summary>
    internal string Text { get; }

    /// <summary>A value that is not resolved.</summary>
    /// <param name="written">As it stands in the file or on the command line, where that may be another text than the value has.</param>
    /// <param name="text">The same without escapes.</param>
    internal static ConfigScalar Of(object? value, Origin origin, string? written = null, string? text = null) =>
        new("", origin, value, written, text);

    internal override ConfigNode? Child(string step) => null;

    internal override ConfigNode MovedTo(string path) => new ConfigScalar(path, Origin, Value);

    internal override ConfigNode Copy() => Of(Value, Origin, Written, Text);

    internal override bool HasSameContentAs(ConfigNode other) => other is ConfigScalar scalar && Equals(Value, scalar.Value);
}
