using Alma.Config.Overrides;

namespace Alma.Config.Composition;

/// <summary>One item of a <c>defaults</c> list: a file to merge, or the options of a group, at the top level or under a package.</summary>
/// <param name="Group">The folder, from the file's own one or, with a leading slash, from the top; empty for the file's own.</param>
/// <param name="Package">The section under which it comes to stand, as written after an <c>@</c>, or null.</param>
/// <param name="Names">Of the files; none for null.</param>
/// <param name="IsList">Whether several may be named.</param>
/// <param name="IsFile">Whether it names a file and not the option of a group, which overrides can change.</param>
/// <param name="IsOptional">Whether the file may be missing.</param>
/// <param name="IsOverride">Whether it changes the choice that another item makes.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record DefaultsEntry(
    string Group, string? Package, IReadOnlyList<string> Names, bool IsList, bool IsFile, bool IsOptional, bool IsOverride, Origin Origin)
{
    private const string Here = "_here_";

    public static DefaultsEntry Self(Origin origin) => new("", null, ["_self_"], false, true, false, false, origin);

    /// <summary>The place of the file's own keys among the merged files.</summary>
    public bool IsSelf => Group.Length == 0 && Names is ["_self_"];

    public bool IsAbsolute => Group.StartsWith('/');

    /// <summary>Hydra's own plug-ins (launchers, loggers) have no meaning here.</summary>
    public bool IsOfHydra =>
        Group.TrimStart('/') is HydraSection.Key || Group.TrimStart('/').StartsWith(HydraSection.Key + "/", StringComparison.Ordinal);

    /// <summary>The group's path from the top.</summary>
    public string GroupPath(string folder) =>
        IsAbsolute || folder.Length == 0 ? Group.TrimStart('/') : Group.Length == 0 ? folder : $"{folder}/{Group}";

    /// <summary>The section under which the item comes to stand.</summary>
    /// <param name="folder">Of the file that names the item.</param>
    /// <param name="parent">The package of that file.</param>
    /// <param name="header">What the named file says of its own package, or null.</param>
    public string FinalPackage(string folder, string parent, string? header)
    {
        var own = Package is { } given
            ? given == Here ? "" : given.Contains("_group_", StringComparison.Ordinal)
                ? $"{PackageName.Global}.{given.Replace("_group_", GroupPath(folder).Replace('/', '.'), StringComparison.Ordinal)}" : given
            : header ?? Group.TrimStart('/').Replace('/', '.');
        return PackageName.Joined(parent, own);
    }

    /// <summary>The name under which overrides choose another option.</summary>
    public string Key(string folder, string parent)
    {
        var (group, package) = (GroupPath(folder), FinalPackage(folder, parent, header: null));
        return package == group.Replace('/', '.') ? group : $"{group}@{(package.Length == 0 ? PackageName.Global : package)}";
    }

    public static DefaultsEntry Read(ConfigNode item) => item switch
    {
        ConfigScalar { Value: not null } file => OfFile(file),
        ConfigMapping { Entries: [var choice] } => OfGroup(choice),
        _ => throw Malformed(item.Origin),
    };

    private static DefaultsEntry OfFile(ConfigScalar file)
    {
        var words = new DefaultsWords(file.Text);
        var slash = words.Rest.LastIndexOf('/');
        var group = words.Rest[..Math.Max(slash, slash == 0 ? 1 : 0)];
        if (words.IsOverride && group.TrimStart('/').Split('/')[0] != HydraSection.Key) throw Malformed(file.Origin);
        return new DefaultsEntry(
            group, words.Package, [words.Rest[(slash + 1)..]], false, true, words.IsOptional, words.IsOverride, file.Origin);
    }

    private static DefaultsEntry OfGroup(ConfigEntry choice)
    {
        var words = new DefaultsWords(choice.Key);
        var names = GroupNames.Of(choice.Value) ?? throw Malformed(choice.KeyOrigin);
        if (words.Rest.Trim('/').Length == 0) throw Malformed(choice.KeyOrigin);
        return new DefaultsEntry(
            words.Rest.TrimEnd('/'), words.Package, names, choice.Value is ConfigSequence, false, words.IsOptional, words.IsOverride,
            choice.KeyOrigin);
    }

    private static ConfigException Malformed(Origin origin) =>
        ConfigException.At(origin, "an item of 'defaults' must be '- file', '- group: option', '- override group: option' or '- _self_'.");
}

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
