namespace Alma.Serving.Inputs;

/// <summary>One example to predict, as a model takes it.</summary>
/// <param name="Place">Where it stands, for people: a file, or a file and a row.</param>
/// <param name="Label">Its class by name, where the data says so.</param>
/// <param name="Pixels">(C, H, W), of an image; else empty.</param>
/// <param name="Row">(F), of a row; else empty.</param>
public sealed record InputExample(string Place, string? Label, byte[] Pixels, float[] Row);
