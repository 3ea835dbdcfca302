using Alma.Config.Drafts;

namespace Alma.Config.Composition;

/// <summary>One item of a <c>defaults</c> list: files to merge, at the top level or under a group's key.</summary>
internal sealed record DefaultsEntry(string Group, IReadOnlyList<string> Options, bool IsOptional, Origin Origin)
{
    private const string Optional = "optional ";

    /// <summary>The place of the file's own keys among the merged files.</summary>
    public bool IsSelf => Group.Length == 0 && Options is ["_self_"];

    /// <summary>Hydra's own plug-ins (launchers, loggers) have no meaning here.</summary>
    public bool IsOfHydra => $"{Group}/{string.Join(',', Options)}".Trim('/') is var path
        && (path.StartsWith("hydra/", StringComparison.Ordinal) || path.StartsWith("override hydra/", StringComparison.Ordinal));

    public static DefaultsEntry Read(DraftNode item) => item switch
    {
        DraftScalar { Value: string file } => OfFile(file, item.Origin),
        DraftMapping { Entries: [var choice] } => OfGroup(choice),
        _ => throw Malformed(item.Origin),
    };

    private static DefaultsEntry OfFile(string file, Origin origin)
    {
        var path = WithoutOptional(file);
        var slash = path.LastIndexOf('/');
        return new DefaultsEntry(path[..Math.Max(slash, 0)], [path[(slash + 1)..]], path != file, origin);
    }

    private static DefaultsEntry OfGroup(DraftEntry choice)
    {
        var group = WithoutOptional(choice.Key);
        IReadOnlyList<DraftNode> options = choice.Value is DraftSequence several ? several.Items : [choice.Value];
        var names = options.OfType<DraftScalar>().Where(option => option.Value is not null).Select(option => $"{option.Value}");
        if (!options.All(option => option is DraftScalar)) throw Malformed(choice.KeyOrigin);
        return new DefaultsEntry(group.TrimStart('/'), [.. names], group != choice.Key, choice.KeyOrigin);
    }

    private static string WithoutOptional(string text) =>
        text.StartsWith(Optional, StringComparison.Ordinal) ? text[Optional.Length..] : text;

    private static ConfigException Malformed(Origin origin) =>
        ConfigException.At(origin, "an item of 'defaults' must be '- file', '- group: option' or '- _self_'.");
}
