using System.Reflection;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string In(params string[] names) => Path.Combine([Root, .. names]);
}
