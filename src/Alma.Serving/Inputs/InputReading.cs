using Alma.Data.Imports;

namespace Alma.Serving.Inputs;

/// <summary>How inputs are read where their files leave it open.</summary>
public sealed record InputReading
{
    /// <summary>The column of the classes; null for the one that is called as such columns are, if there is one.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Whether images of another size are cropped to their middle and scaled, where the model takes square ones.</summary>
    public bool Resizes { get; init; }

    /// <summary>Of text files.</summary>
    public string Encoding { get; init; } = TextEncodings.Usual;
}
