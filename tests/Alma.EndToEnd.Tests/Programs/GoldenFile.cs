namespace Alma.EndToEnd.Tests.Programs;

/// <summary>
/// Text that a test expects, kept in <c>Golden/</c>. With ALMA_UPDATE_GOLDEN=1 a test writes what it found there instead.
/// </summary>
internal static class GoldenFile
{
    public static void AssertEqual(string name, string actual)
    {
        var path = Repository.In("tests", "Alma.EndToEnd.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("ALMA_UPDATE_GOLDEN") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
