namespace Alma.Data.Imports;

/// <summary>Arrays with names, among which <see cref="ArrayPairs"/> looks for pairs: those of an archive, or of files together.</summary>
internal interface INamedArrays : IDisposable
{
    /// <summary>The file, or the first of the files, for messages.</summary>
    string Path { get; }

    /// <summary>The names of the arrays.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Where an array stands, for messages.</summary>
    string PathOf(string name);

    /// <summary>Opens one of them at its first entry.</summary>
    /// <exception cref="DatasetException">It is none that can be read.</exception>
    StoredArray Open(string name);

    /// <inheritdoc cref="StoredArray.Next"/>
    bool Next(StoredArray array);
}
