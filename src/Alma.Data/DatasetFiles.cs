using System.Collections.Immutable;

namespace Alma.Data;

/// <summary>The files of a dataset, and how images and labels are made of them.</summary>
public abstract record DatasetFiles
{
    public abstract ImmutableArray<DatasetFile> All { get; }

    /// <param name="shape">Of one image.</param>
    /// <param name="read">Gives the checked values of one of the files.</param>
    internal abstract (ImageSet Train, ImageSet Test) Assemble(ImageShape shape, Func<DatasetFile, byte[]> read);
}
