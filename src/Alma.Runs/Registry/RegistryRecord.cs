namespace Alma.Runs.Registry;

/// <summary>What happened in a registry: a line of its <c>history.jsonl</c>.</summary>
public sealed record RegistryRecord
{
    /// <summary>From 0, one after the other.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required RegistryAction Action { get; init; }

    /// <summary>The version that it is about.</summary>
    public required int Version { get; init; }

    /// <summary>The champion before; null where there was none.</summary>
    public int? Previous { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the version became the champion by it.</summary>
    public bool MovesChampion => Action is RegistryAction.Promoted or RegistryAction.Chosen or RegistryAction.RolledBack
        or RegistryAction.Changed;

    /// <summary>The champion before the one there is; null where there was none.</summary>
    public static int? BeforeTheChampion(IEnumerable<RegistryRecord> history)
    {
        var champions = Champions(history);
        return champions.Count > 1 ? champions[^2] : null;
    }

    /// <summary>Champions, each upon the one it took over from: a rollback takes away those above the one that it goes back to.</summary>
    public static IReadOnlyList<int> Champions(IEnumerable<RegistryRecord> history)
    {
        List<int> champions = [];
        foreach (var record in history.Where(record => record.MovesChampion))
        {
            if (record.Action == RegistryAction.RolledBack && champions.LastIndexOf(record.Version) is >= 0 and var place)
                champions.RemoveRange(place + 1, champions.Count - place - 1);
            else champions.Add(record.Version);
        }

        return champions;
    }
}

/// <summary>The values of <see cref="RegistryRecord.Action"/>.</summary>
public enum RegistryAction
{
    /// <summary>The version became the champion, as the rule of promotion says.</summary>
    Promoted,

    /// <summary>The champion stayed, as the rule says.</summary>
    Stayed,

    /// <summary>The version became the champion since somebody said so.</summary>
    Chosen,

    /// <summary>The version became the champion again.</summary>
    RolledBack,

    /// <summary>The file <c>champion</c> was found to name this version, and nothing said why.</summary>
    Changed,

    /// <summary>The user's program was run after the version was promoted.</summary>
    Hook,
}
