using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// No parameter has the name of a field or a property that it would hide: who reads it would take one for the other. Constructors that
/// fill a field of the name are left out.
/// </summary>
public sealed partial class HiddenNamesTests
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Projects() =>
        new(Directory.EnumerateDirectories(Repository.In("src")).Select(folder => Path.GetFileName(folder)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Parameters_OfAProject_HideNoFieldAndNoProperty(string project) => Assert.Empty(
        from type in Assembly.Load(project == "Alma.Cli" ? "alma" : project).GetTypes()
        where !IsGenerated(type)
        from method in type.GetMethods(Declared).Concat(Lambdas(type))
        where !IsGenerated(method) && !method.Name.StartsWith("set_", StringComparison.Ordinal)
        from parameter in method.GetParameters()
        where Hidden(type, method).Contains(parameter.Name)
        select $"{type.FullName}.{method.Name}: {parameter.Name}");

    // A static method sees static fields alone. What a lambda or a local function sees, its class does not say: as much as it can.
    private static IEnumerable<string> Hidden(Type type, MethodInfo method)
    {
        var isStatic = method.IsStatic && method.Name[0] != '<';
        var fields = type.GetFields(Declared).Concat(Inherited(type)).Where(field => field.IsStatic || !isStatic);
        var properties = type.GetProperties(Declared).Where(property => property.GetMethod is { } get && (get.IsStatic || !isStatic));
        return fields.Select(field => Captured().Match(field.Name) is { Success: true } captured ? captured.Groups[1].Value : field.Name)
            .Concat(properties.Select(property => property.Name));
    }

    private static IEnumerable<FieldInfo> Inherited(Type type) =>
        type.BaseType is { } above && above.Assembly == type.Assembly
            ? above.GetFields(Declared).Where(field => !field.IsPrivate).Concat(Inherited(above))
            : [];

    // They are methods of classes within the type.
    private static IEnumerable<MethodInfo> Lambdas(Type type) =>
        type.GetNestedTypes(BindingFlags.NonPublic).Where(IsGenerated).SelectMany(nested => nested.GetMethods(Declared))
            .Where(method => method.Name[0] == '<');

    private static bool IsGenerated(MemberInfo member) =>
        (member.GetCustomAttribute<CompilerGeneratedAttribute>() is not null && member.Name[0] != '<')
        || (member is Type && member.Name[0] == '<');

    // What a primary constructor takes and methods use.
    [GeneratedRegex("^<(.+)>P$")]
    private static partial Regex Captured();
}
