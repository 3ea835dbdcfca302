namespace Alma.Data.Imports;

/// <summary>Tells by their names which files are to test on: <c>test-00000-of-00001.parquet</c>, <c>validation/data.arrow</c>.</summary>
internal static class SplitNames
{
    private static readonly string[] tests = ["test", "val", "valid", "validation"];

    /// <summary>Whether a file is to test on; none is where all are called so.</summary>
    public static bool IsTest(string path, IReadOnlyList<string> all) => IsCalledTest(path) && !all.All(IsCalledTest);

    private static bool IsCalledTest(string path) =>
        tests.Contains(FirstWord(Path.GetFileName(path))) || tests.Contains(FirstWord(Path.GetFileName(Path.GetDirectoryName(path)) ?? ""));

    private static string FirstWord(string name) => name.Split('-', '_', '.')[0].ToLowerInvariant();
}
