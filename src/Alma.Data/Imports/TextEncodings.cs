using System.Text;

namespace Alma.Data.Imports;

/// <summary>The encodings of text that are read, by their names.</summary>
public static class TextEncodings
{
    /// <summary>What a text is taken for where nothing else is said, neither by a user nor by its first bytes.</summary>
    public const string Usual = "utf-8";

    private static readonly Dictionary<string, Func<Encoding>> all = new(StringComparer.OrdinalIgnoreCase)
    {
        [Usual] = () => Encoding.UTF8,
        ["utf-16"] = () => Encoding.Unicode,
        ["latin-1"] = () => Encoding.Latin1,
        ["windows-1252"] = () => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
    };

    /// <summary>The names, in any case of letters.</summary>
    public static IReadOnlyCollection<string> Names => all.Keys;

    internal static Encoding Named(string name) => all.TryGetValue(name, out var make)
        ? make()
        : throw new DatasetException($"'{name}' is no encoding that is read. Valid are {string.Join(", ", Names)}.");
}
