using Alma.Config;

namespace Alma.Advising;

/// <summary>A way to learn from dumps that is tried beside others: a recipe, and what is changed in it.</summary>
/// <param name="Name">As users type it; a name of a folder.</param>
/// <param name="Recipe">The recipe's name.</param>
/// <param name="Question">What it answers, beside the candidate that it is compared with.</param>
/// <param name="Description">What it does, in plain words.</param>
/// <param name="Overrides">Of the recipe.</param>
public sealed record Candidate(
    string Name, string Recipe, AdviceQuestion Question, string Description, IReadOnlyList<string> Overrides)
{
    /// <summary>The name of the candidate that answers to each question are compared with.</summary>
    public const string Reference = "replay";

    /// <summary>An update comes at every so many dumps.</summary>
    public int Wait { get; init; } = 1;

    /// <summary>Whether it can learn nothing but images.</summary>
    public bool NeedsImages { get; init; }

    /// <summary>All that are known, in the order in which they are listed.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new(Reference, "own/mlp", AdviceQuestion.None, "one network, trained on at each dump, with all data so far", ["replay=1"]),
        new("new-only", "own/mlp", AdviceQuestion.Data, "one network, trained on with the new dump alone", ["replay=0"]),
        new(
            "memory", "own/mlp", AdviceQuestion.Data, "one network, trained on with the new dump and 1,000 earlier examples",
            ["replay=1", "++clmodel.memory=balanced", "++clmodel.memory_size=1000"]),
        new(
            "afresh", "own/mlp", AdviceQuestion.Start, "one network, begun afresh at each dump, with all data so far",
            ["replay=1", "clmodel.init_from_scratch=true"]),
        Waiting(2, "every second dump"),
        Waiting(4, "every fourth dump"),
        new(
            "ensemble", "own/ensemble", AdviceQuestion.Models, "an ensemble, one network more at each dump, with all data so far",
            ["replay=1"]),
        new(
            "growing", "own/gmoe", AdviceQuestion.Models, "a mixture of experts that grows at each dump, with all data so far",
            ["replay=1"]),
        new("vgg", "own/vgg", AdviceQuestion.Models, "one convolutional network, trained on with all data so far", ["replay=1"])
        {
            NeedsImages = true,
        },
        new("small", "own/mlp", AdviceQuestion.Size, "as replay, with layers of 16", ["replay=1", "clmodel.model.size_layers=16"]),
        new("large", "own/mlp", AdviceQuestion.Size, "as replay, with layers of 256", ["replay=1", "clmodel.model.size_layers=256"]),
    ];

    /// <summary>The candidates for a data set: those that were asked for, or all that it has dumps enough for.</summary>
    /// <param name="asked">Names, or null for all.</param>
    /// <param name="megabatchCount">Dumps that are learned from.</param>
    /// <param name="isTable">Whether it is a table rather than images.</param>
    /// <exception cref="ConfigException">A name is of none, one that was asked for does not fit, or there are fewer than two.</exception>
    public static IReadOnlyList<Candidate> For(IReadOnlyList<string>? asked, int megabatchCount, bool isTable)
    {
        if (asked is null) return [.. All.Where(one => one.Misfit(megabatchCount, isTable) is null)];
        List<Candidate> found = [.. asked.Distinct().Select(Find)];
        if (found.FirstOrDefault(one => one.Misfit(megabatchCount, isTable) is not null) is { } wrong)
            throw new ConfigException($"candidate {wrong.Name}: {wrong.Misfit(megabatchCount, isTable)}");
        return found.Count > 1
            ? found
            : throw new ConfigException($"at least two candidates are compared, and {found.FirstOrDefault()?.Name ?? "none"} is named.");
    }

    private static Candidate Waiting(int count, string when) =>
        new($"wait-{count}", "own/mlp", AdviceQuestion.Wait, $"one network, trained on at {when}, with all data so far",
            ["replay=1", $"++{RunKeys.Wait}={count}"])
        { Wait = count };

    private static Candidate Find(string name) => All.FirstOrDefault(one => one.Name == name)
        ?? throw new ConfigException($"there is no candidate '{name}'. Valid: {string.Join(", ", All.Select(one => one.Name))}.");

    private string? Misfit(int megabatchCount, bool isTable) =>
        NeedsImages && isTable ? "it learns from images alone, and this is a table."
        : megabatchCount < 2 * Wait && Wait > 1 ? $"it takes {(2 * Wait) + 1} dumps at least, so that it learns twice."
        : null;
}

/// <summary>What users ask of whoever has to keep a model fresh.</summary>
public enum AdviceQuestion
{
    /// <summary>What the others are compared with.</summary>
    None,

    /// <summary>All data or only the new?</summary>
    Data,

    /// <summary>Go on or start afresh?</summary>
    Start,

    /// <summary>How long to wait?</summary>
    Wait,

    /// <summary>One model, several or a growing one?</summary>
    Models,

    /// <summary>How large a network?</summary>
    Size,
}
