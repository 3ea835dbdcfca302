namespace Alma.Data;

/// <summary>
/// What would mend data that cannot be had or cannot be right. How one asks for it is for those to say who know how one asks: a command
/// line has flags for it, a program sets a property.
/// </summary>
public abstract record DatasetNeed
{
    private DatasetNeed()
    {
    }

    /// <summary>The files of a built-in data set, fetched anew.</summary>
    /// <param name="Name">Of the data set.</param>
    public sealed record Fetch(string Name) : DatasetNeed;

    /// <summary>Another data folder, one that can be written.</summary>
    public sealed record WritableFolder : DatasetNeed;

    /// <summary>An empty data folder, or a file in this one that says that it is meant.</summary>
    /// <param name="Marker">The name of that file.</param>
    public sealed record EmptyFolder(string Marker) : DatasetNeed;

    /// <summary>Examples that are left in their files, since they do not fit into memory.</summary>
    public sealed record LeftInFiles : DatasetNeed;

    /// <summary>A first data set of one's own.</summary>
    public sealed record Import : DatasetNeed;

    /// <summary>A name that is free, or what has it to be added to or removed.</summary>
    /// <param name="Name">That is taken.</param>
    public sealed record FreeName(string Name) : DatasetNeed;

    /// <summary>Which column has the classes.</summary>
    public sealed record LabelColumn : DatasetNeed;

    /// <summary>The labels of examples, which without them cannot be counted as right or wrong.</summary>
    public sealed record Labels : DatasetNeed;

    /// <summary>To be told that the first level of folders are dumps.</summary>
    public sealed record Dumps : DatasetNeed;

    /// <summary>One size for all images.</summary>
    /// <param name="Side">In pixels, of the smallest of them.</param>
    public sealed record ImageSize(int Side) : DatasetNeed;

    /// <summary>The encoding of a text, which is not the usual one.</summary>
    public sealed record TextEncoding : DatasetNeed;

    /// <summary>Examples that are set aside for tests.</summary>
    public sealed record TestShare : DatasetNeed;

    /// <summary>No examples to be set aside for tests: there are some already.</summary>
    public sealed record NoTestShare : DatasetNeed;
}
