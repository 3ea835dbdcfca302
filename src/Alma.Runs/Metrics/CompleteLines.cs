namespace Alma.Runs.Metrics;

/// <summary>The lines of a file that have their line feed. What follows the last one is a line that a killed process began.</summary>
internal static class CompleteLines
{
    private const int BlockLength = 1 << 16;
    private const int LongestLine = 1 << 20;

    /// <summary>Each line, without its line feed, is valid until the next one is asked for.</summary>
    /// <exception cref="RunFolderException">A line is so long that it is none.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream stream, string path)
    {
        var buffer = new byte[BlockLength];
        var filled = 0;
        for (var read = -1; read != 0; filled += read)
        {
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
                yield return buffer.AsMemory(start, length);
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled > LongestLine)
                throw new RunFolderException($"{path} has a line of more than {LongestLine} bytes, which is no metric row.");
            if (filled == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
            read = stream.Read(buffer, filled, buffer.Length - filled);
        }
    }

    /// <summary>Where the last complete line ends.</summary>
    public static long End(Stream stream)
    {
        var block = new byte[BlockLength];
        for (var end = stream.Length; end > 0;)
        {
            var start = Math.Max(0, end - BlockLength);
            var length = (int)(end - start);
            stream.Position = start;
            stream.ReadExactly(block, 0, length);
            var lineFeed = block.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (lineFeed >= 0)
                return start + lineFeed + 1;
            end = start;
        }

        return 0;
    }
}
