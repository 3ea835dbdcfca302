namespace Alma.Config.Composition;

/// <summary>The text of an item of a <c>defaults</c> list, taken apart: <c>optional override group@package</c>.</summary>
internal readonly struct DefaultsWords
{
    public DefaultsWords(string text)
    {
        var rest = text.Trim();
        for (; ; )
        {
            if (!IsOptional && Without("optional ", rest) is { } optional) (IsOptional, rest) = (true, optional);
            else if (!IsOverride && Without("override ", rest) is { } overriding) (IsOverride, rest) = (true, overriding);
            else break;
        }

        var at = rest.IndexOf('@', StringComparison.Ordinal);
        (Rest, Package) = at < 0 ? (rest, null) : (rest[..at], rest[(at + 1)..]);
    }

    public bool IsOptional { get; }

    public bool IsOverride { get; }

    /// <summary>The group or the file.</summary>
    public string Rest { get; }

    public string? Package { get; }

    private static string? Without(string word, string text) =>
        text.StartsWith(word, StringComparison.Ordinal) ? text[word.Length..].TrimStart() : null;
}
