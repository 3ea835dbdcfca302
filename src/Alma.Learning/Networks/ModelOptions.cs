using Alma.Data;

namespace Alma.Learning.Networks;

/// <summary>Which architecture a learner starts from: the section <c>clmodel.model</c>.</summary>
public abstract record ModelOptions
{
    /// <summary>The structure for images of a shape and a number of classes.</summary>
    public abstract NetworkStructure Structure(ImageShape inputShape, int classCount);
}
