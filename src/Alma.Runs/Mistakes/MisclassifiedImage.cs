namespace Alma.Runs.Mistakes;

/// <summary>A test image that the model took for another class, to be looked at.</summary>
/// <param name="Index">In the test set, zero-based.</param>
/// <param name="Label">Its class.</param>
/// <param name="Choice">The class it was taken for.</param>
/// <param name="Probability">What the model gave the image's own class, in 0..1.</param>
/// <param name="Loss">Its cross-entropy, in nats.</param>
/// <param name="Pixels">(C, H, W), a byte each, as the data set has them.</param>
public sealed record MisclassifiedImage(int Index, int Label, int Choice, double Probability, double Loss, byte[] Pixels);
