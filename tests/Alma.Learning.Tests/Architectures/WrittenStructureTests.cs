using System.Reflection;
using System.Text.Json.Serialization;
using Alma.Learning.Networks;

namespace Alma.Learning.Tests.Architectures;

/// <summary>
/// A structure is written into checkpoints and models: only what it is built from belongs there, whatever else it can say.
/// </summary>
public sealed class WrittenStructureTests
{
    public static TheoryData<Type> Structures =>
        [.. typeof(NetworkStructure).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(NetworkStructure)))];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Structure_OfAnyArchitecture_IsWrittenAsWhatItIsBuiltFrom(Type type)
    {
        var parameters = type.GetConstructors()
            .MaxBy(constructor => constructor.GetParameters().Length)!
            .GetParameters()
            .Select(parameter => parameter.Name!);
        var written = type.GetProperties()
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(property => property.Name);

        Assert.Equal(parameters.Order(), written.Order());
    }
}
