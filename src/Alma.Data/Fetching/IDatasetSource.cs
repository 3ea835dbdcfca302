namespace Alma.Data.Fetching;

/// <summary>Somewhere a dataset's files can come from.</summary>
internal interface IDatasetSource
{
    string Name { get; }

    /// <summary>Whether this machine has already what would be downloaded: such a source is asked first.</summary>
    bool IsHere(FetchSession session) => false;

    /// <summary>Brings as many of the wanted files as it can into the session's folder.</summary>
    /// <exception cref="DatasetException">Why it cannot bring any more; a file that fails alone is told to the session.</exception>
    Task BringAsync(IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation);
}
