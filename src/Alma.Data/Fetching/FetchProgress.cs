namespace Alma.Data.Fetching;

/// <summary>
/// How far a fetch is with one file from one source; a mirror's bytes are compressed ones, and a package's files are reported once each.
/// </summary>
/// <param name="File">Its name in the catalog.</param>
/// <param name="Source">A mirror's address, or the name of a package.</param>
/// <param name="BytesDone">What an earlier, broken download left counts as done.</param>
/// <param name="BytesTotal">Null when the source does not say.</param>
public sealed record FetchProgress(string File, string Source, long BytesDone, long? BytesTotal);
