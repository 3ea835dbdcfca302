using Alma.Config.Overrides;

namespace Alma.Config.Composition;

/// <summary>The section that configures Hydra itself. It is accepted and has no effect, and so are overrides of it.</summary>
internal static class HydraSection
{
    public const string Key = "hydra";

    public static bool IsMeantBy(Override change) => change.Key.Split('.', '/')[0] == Key;
}
