// B: batch, C: channels, H: height, W: width.
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>Colours of batches of images whose pixels are in 0..1.</summary>
internal static class Colours
{
    /// <summary>Luma, as kornia and torchvision weigh it (ITU-R BT.601).</summary>
    /// <param name="pixels">(B, 1 or 3, H, W).</param>
    /// <returns>(B, 1, H, W).</returns>
    public static Tensor Grey(Tensor pixels)
    {
        if (pixels.shape[1] == 1) return pixels;
        var (red, green, blue) = Split(pixels);
        return (red * 0.299).add_(green, alpha: 0.587).add_(blue, alpha: 0.114);
    }

    /// <summary>Turns the hue and keeps saturation and value (HSV).</summary>
    /// <param name="pixels">(B, 3, H, W).</param>
    /// <param name="turns">(B, 1, 1, 1), of a whole turn.</param>
    public static Tensor TurnHue(Tensor pixels, Tensor turns)
    {
        var value = pixels.amax([1], keepdim: true); // (B, 1, H, W)
        var chroma = value - pixels.amin([1], keepdim: true); // (B, 1, H, W)
        var hue = Hue(pixels, value, chroma).add_(turns * 6); // in sixths
        return cat([Channel(5), Channel(3), Channel(1)], dim: 1);

        // Each channel falls off from the value by the chroma, linearly in the distance of its own hue.
        Tensor Channel(int offset)
        {
            var turned = hue + offset;
            var distance = turned.sub_((turned / 6).floor_().mul_(6)); // remainder() takes ten times as long
            return minimum(distance, 4 - distance).clamp_(0, 1).mul_(chroma).neg_().add_(value);
        }
    }

    // In sixths of a turn, from red by green to blue; grey has 0.
    private static Tensor Hue(Tensor pixels, Tensor value, Tensor chroma)
    {
        var (red, green, blue) = Split(pixels);
        var divisor = where(chroma.eq(0), ones_like(chroma), chroma);
        var ofRed = (green - blue).div_(divisor);
        var ofGreen = (blue - red).div_(divisor).add_(2);
        var ofBlue = (red - green).div_(divisor).add_(4);
        return where(value.eq(red), ofRed, where(value.eq(green), ofGreen, ofBlue));
    }

    private static (Tensor Red, Tensor Green, Tensor Blue) Split(Tensor pixels) =>
        (pixels.narrow(1, 0, 1), pixels.narrow(1, 1, 1), pixels.narrow(1, 2, 1));
}
