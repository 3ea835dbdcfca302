namespace Alma.Data.Imports;

/// <summary>
/// Files of one format, opened for an import. The examples are read once, in the order of the files, and never held all together.
/// </summary>
public abstract class ImportSource : IDisposable
{
    /// <summary>The columns of a table, in the order of <see cref="RowValues.Cells"/>; empty for images.</summary>
    public abstract IReadOnlyList<ImportedColumn> Columns { get; }

    /// <summary>Class names in the order of their numbers, where the files say them; otherwise null, and they are sorted.</summary>
    public virtual IReadOnlyList<string>? ClassNames => null;

    /// <summary>How many examples there are, as far as that is known before reading.</summary>
    public virtual long? ExpectedCount => null;

    /// <summary>A sentence each, of what the user should know; complete once all is read.</summary>
    public virtual IEnumerable<string> Warnings => [];

    /// <summary>What the files hold, one after the other.</summary>
    /// <exception cref="DatasetException">A file is damaged, or an example is no example; the message names its place.</exception>
    public abstract IEnumerable<ImportedExample> Read(CancellationToken cancellation);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
