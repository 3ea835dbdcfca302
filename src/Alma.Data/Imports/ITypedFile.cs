namespace Alma.Data.Imports;

/// <summary>A file whose columns have types, such as Parquet or Arrow: a <see cref="TypedTable"/> reads it a row after the other.</summary>
internal interface ITypedFile : IDisposable
{
    /// <summary>In the order of the file.</summary>
    IReadOnlyList<TypedColumn> Columns { get; }

    /// <summary>How many rows it has, where it says so itself.</summary>
    long? Count { get; }

    /// <summary>What Hugging Face's library notes of its columns, in JSON; null where there is nothing.</summary>
    string? HuggingFace { get; }

    /// <summary>
    /// The values of some columns, by their place in <see cref="Columns"/>, row after row; null for missing, else by their kind
    /// <c>double</c>, <c>bool</c>, <c>DateTime</c> in UTC, <c>string</c>, <c>double?[]</c>, or <c>byte[]</c> of an image's file.
    /// </summary>
    /// <exception cref="DatasetException">The file is damaged.</exception>
    IEnumerable<object?[]> Rows(IReadOnlyList<int> columns);
}

/// <summary>A column of such a file.</summary>
/// <param name="TypeName">As the format calls it, for messages.</param>
internal sealed record TypedColumn(string Name, TypedKind Kind, string TypeName);

/// <summary>What a column of a file with types holds.</summary>
internal enum TypedKind
{
    Number,
    Boolean,
    Time,
    Text,

    /// <summary>Lists of numbers, all of one length.</summary>
    Numbers,

    /// <summary>The bytes of image files.</summary>
    Image,

    /// <summary>What nothing here reads.</summary>
    Other,
}
