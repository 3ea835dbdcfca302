namespace Alma.Data.Imports;

/// <summary>Makes one kind of error of what the framework's readers raise of damaged archives and files.</summary>
internal static class DamagedArray
{
    /// <exception cref="DatasetException">What is done has met damage.</exception>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or UnauthorizedAccessException
            or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new DatasetException(
                $"{path}: found a damaged file ({damaged.Message}), expected arrays as numpy.save and numpy.savez write them, or IDX.",
                damaged);
        }
    }
}
