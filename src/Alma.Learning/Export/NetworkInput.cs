using Alma.Data;
using Alma.Data.Stores;

namespace Alma.Learning.Export;

/// <summary>What a model is given, and what is done to it before the networks.</summary>
/// <param name="Shape">Of what the networks take: an image, or a row of features as an image of one line.</param>
/// <param name="Normalisation">Per channel, of pixels in 0..1; null for rows of a table.</param>
public sealed record NetworkInput(ImageShape Shape, Normalisation? Normalisation)
{
    /// <summary>The columns whose cells rows are made of; null where rows are features already.</summary>
    public IReadOnlyList<EncodedColumn>? Columns { get; init; }
}
