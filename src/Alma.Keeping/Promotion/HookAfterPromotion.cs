using System.Globalization;
using Alma.Experiments.Options;
using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.Keeping.Promotion;

/// <summary>Runs the user's program once a version is the champion, and notes in the history how it ended.</summary>
public sealed class HookAfterPromotion
{
    private readonly TimeProvider time;
    private readonly PromotionHook? hook;

    /// <exception cref="RunFolderException">Its words are none that can be run.</exception>
    public HookAfterPromotion(PromotionOptions options, TimeProvider time)
    {
        this.time = time;
        if (options.Hook.Length == 0) return;
        hook = new PromotionHook(options.Hook, TimeSpan.FromSeconds(options.HookSeconds));
        if (hook.Wrong is { } wrong) throw new RunFolderException(wrong);
    }

    /// <summary>
    /// Runs it after a promotion by the rule, at least once: a process that is killed before it has noted how the program ended leaves that
    /// to the next one that asks.
    /// </summary>
    public PromotionOutcome After(ModelRegistry registry, PromotionOutcome outcome)
    {
        if (hook is null || outcome is not { Result: PromotionResult.Promoted, Model: { } model }) return outcome;
        var history = registry.History();
        var promoted = history.Last(record => record.Action == RegistryAction.Promoted && record.Version == model.Version);
        return history.Any(record => IsNoteOf(record, promoted))
            ? outcome
            : outcome with { Warning = Run(hook, registry, model, promoted.Previous) };
    }

    /// <summary>Runs it after somebody has moved the champion.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    public string? After(ModelRegistry registry, RegistryRecord moved) =>
        hook is null ? null : Run(hook, registry, registry.Read(moved.Version), moved.Previous);

    private static bool IsNoteOf(RegistryRecord record, RegistryRecord promoted) =>
        record.Action == RegistryAction.Hook && record.Version == promoted.Version && record.Number > promoted.Number;

    private string? Run(PromotionHook program, ModelRegistry registry, RegisteredModel model, int? previous)
    {
        var (isWell, told) = program.Run(Values(registry, model, previous), time);
        using (var writer = registry.Hold(time)) writer.Note(model.Version, RegistryAction.Hook, told);
        return isWell ? null : $"The hook of version {model.Version} {told}.";
    }

    private static Dictionary<string, string> Values(ModelRegistry registry, RegisteredModel model, int? previous)
    {
        var culture = CultureInfo.InvariantCulture;
        return new()
        {
            ["version"] = model.Version.ToString(culture),
            ["previous"] = previous?.ToString(culture) ?? "",
            ["onnx"] = Path.GetFullPath(registry.OnnxFile(model.Version)),
            ["registry"] = Path.GetFullPath(registry.Path),
            ["run"] = model.Run,
            ["megabatch"] = model.Megabatch.ToString(culture),
            ["error"] = model.HeldOut.Examples == 0 ? "" : model.HeldOut.Error.ToString("R", culture),
        };
    }
}
