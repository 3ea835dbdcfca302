namespace Alma.EndToEnd.Tests.Programs;

/// <summary>Programs of the repository other than alma, built with these tests.</summary>
internal static class BuiltProgram
{
    /// <summary>Its path, beside these tests and in the same configuration.</summary>
    public static string Of(string project) =>
        Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
            $"{project}.dll"));
}
