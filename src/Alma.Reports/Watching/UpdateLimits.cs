using System.Globalization;
using Alma.Config;
using Alma.Reports.Summary;

namespace Alma.Reports.Watching;

/// <summary>What a config says of how long a run can take.</summary>
/// <param name="Epochs">The most that an update can have, in all its rounds; null where the config does not say.</param>
/// <param name="Wait">An update comes at every so many megabatches, and at the last.</param>
public sealed record UpdateLimits(int? Epochs, int Wait)
{
    /// <summary>Of a run whose config cannot be read.</summary>
    public static UpdateLimits Unknown { get; } = new(null, 1);

    public static UpdateLimits Of(RunConfig config)
    {
        var rounds = Number(config[RunKeys.RoundCount]) ?? 1;
        return new UpdateLimits(
            Number(config[RunKeys.MaxEpochs]) is { } epochs ? epochs * rounds : null,
            Math.Max(1, Number(config[RunKeys.Wait]) ?? 1));
    }

    /// <summary>Whether the learner is updated at this megabatch, counted from 0.</summary>
    public bool IsUpdate(int megabatch, int megabatchCount) => (megabatch + 1) % Wait == 0 || megabatch + 1 == megabatchCount;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
