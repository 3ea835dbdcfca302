using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Alma.EndToEnd.Tests;

/// <summary>That something in one namespace uses something in another.</summary>
/// <param name="What">Which type uses which, or which file says so.</param>
internal sealed record NamespaceUse(string From, string To, string What);

/// <summary>
/// Which namespaces of a project use which: as it was compiled, and as the usings of its sources say, since constants leave no
/// trace in what is compiled. No using is there for nothing, as the build refuses it.
/// </summary>
internal sealed partial class ProjectUses
{
    private static readonly ConcurrentDictionary<string, ProjectUses> read = [];

    private ProjectUses(IReadOnlyList<IType> types, IEnumerable<NamespaceUse> said)
    {
        Namespaces = [.. types.Select(type => type.Namespace.FullName).Distinct()];
        All = [.. types.SelectMany(Compiled), .. said];
    }

    public IReadOnlyList<string> Namespaces { get; }

    public IReadOnlyList<NamespaceUse> All { get; }

    public static ProjectUses Of(string project) => read.GetOrAdd(project, Read);

    private static ProjectUses Read(string project) => new(
        [.. new ArchLoader().LoadAssemblies(Assembly.Load(project == "Alma.Cli" ? "alma" : project)).Build().Types],
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories).SelectMany(Said));

    private static IEnumerable<NamespaceUse> Compiled(IType type) =>
        from dependency in type.Dependencies
        from used in dependency.TargetGenericArguments.SelectMany(Types).Prepend(dependency.Target)
        where used.Namespace is not null // as that of type parameters is
        select new NamespaceUse(type.Namespace.FullName, used.Namespace.FullName, $"{type.FullName} -> {used.FullName}");

    private static IEnumerable<IType> Types(GenericArgument argument) => argument.GenericArguments.SelectMany(Types).Prepend(argument.Type);

    private static IEnumerable<NamespaceUse> Said(string file)
    {
        var text = File.ReadAllText(file);
        var own = OwnNamespace().Match(text).Groups["name"].Value;
        return
            from match in Usings().Matches(text)
            select new NamespaceUse(own, match.Groups["name"].Value, $"{Path.GetFileName(file)}: {match.Value}");
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(@"^using (static |\w+ = )?(?<name>Alma[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
