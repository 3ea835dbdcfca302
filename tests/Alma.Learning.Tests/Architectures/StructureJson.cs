using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alma.Learning.Architectures;

namespace Alma.Learning.Tests.Architectures;

/// <summary>How structures are written, with the names that the catalog has for them.</summary>
internal static class StructureJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ArchitectureCatalog.NameStructures } },
    };
}
