using Alma.Data.Images;

namespace Alma.Data.Imports;

/// <summary>
/// Sees the headers of all images of an import: gray ones among coloured ones are taken as coloured, and all must be of one size.
/// </summary>
internal sealed class ImageSight
{
    private readonly ImageSizes sizes = new();
    private bool areColoured;

    /// <summary>1 or 3.</summary>
    public int Channels => areColoured ? 3 : 1;

    public void Add(ImageHeader header, ImportedPlace place)
    {
        areColoured |= header.IsColoured;
        sizes.Add(header.Height, header.Width, place);
    }

    /// <inheritdoc cref="ImageSizes.RefuseSeveral"/>
    public void RefuseSeveralSizes(string among) => sizes.RefuseSeveral(among);
}
