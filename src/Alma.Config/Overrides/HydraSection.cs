namespace Alma.Config.Overrides;

/// <summary>
/// The section that configures Hydra itself and its launchers. For a run it has no effect, and neither have overrides of it.
/// </summary>
internal static class HydraSection
{
    public const string Key = "hydra";

    public static bool IsMeantBy(Override change) => IsKey(change.Key);

    public static bool IsKey(string key) => key.Split('.', '/')[0] == Key;
}
