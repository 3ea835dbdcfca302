using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>What a DuckDB is told that reads or writes one file beside other work: little memory, one thread, and no other file.</summary>
internal static class SmallDuckDb
{
    /// <summary>The memory that it may take.</summary>
    public const string MemoryLimit = "512MB";

    /// <summary>The statements that close it; whatever else is to be set has to be set before.</summary>
    /// <param name="path">The file that it may open, from the root.</param>
    public static IEnumerable<string> Settings(string path) =>
        [$"SET memory_limit = '{MemoryLimit}'", "SET threads = 1", .. ClosedDuckDb.Settings([path])];
}
