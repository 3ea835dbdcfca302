using BenchmarkDotNet.Configs;

namespace Alma.Benchmarks;

/// <summary>How BenchmarkDotNet is told to run these benchmarks, whatever else its command line says.</summary>
internal static class Invocation
{
    /// <summary>A debug build may run: a test does, to see that everything works, not how fast.</summary>
    public static IConfig Config => DefaultConfig.Instance.WithOptions(ConfigOptions.DisableOptimizationsValidator);

    /// <summary>
    /// The arguments, and that benchmarks run in this process: a project that BenchmarkDotNet generates would lack LibTorch.
    /// </summary>
    public static string[] InProcess(string[] args) => args is [_, ..] ? [.. args, "--inProcess"] : ["--inProcess", "--filter", "*"];
}
