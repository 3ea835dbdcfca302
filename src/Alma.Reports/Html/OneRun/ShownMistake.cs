using Alma.Runs.Images;
using Alma.Runs.Mistakes;

namespace Alma.Reports.Html.OneRun;

/// <summary>A misclassified image as the page shows it.</summary>
/// <param name="Source">A <c>data:</c> address.</param>
internal sealed record ShownMistake(int Index, int Label, int Choice, double Probability, double Loss, string Source)
{
    public static IReadOnlyList<ShownMistake> Of(WorstImages worst) =>
    [
        .. worst.Images.Select(image => new ShownMistake(
            image.Index, image.Label, image.Choice, image.Probability, image.Loss,
            $"data:image/png;base64,{Convert.ToBase64String(PngImage.Encode(image.Pixels, worst.Channels, worst.Height, worst.Width))}")),
    ];
}
