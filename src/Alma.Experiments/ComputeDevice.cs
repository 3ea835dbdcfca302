using Alma.Config;
using Alma.Experiments.Options;
using static TorchSharp.torch;

namespace Alma.Experiments;

/// <summary>The device a run computes on, and what there is to say about the choice.</summary>
public sealed record ComputeDevice(Device Device, string? Note)
{
    public bool IsCpu => Device.type == TorchSharp.DeviceType.CPU;

    /// <summary>
    /// The device a config asks for. Where a file asks for a GPU and there is none, the CPU, with a note; where the command line
    /// does, an error.
    /// </summary>
    /// <param name="reasonHint">Where one finds out why no GPU can be used; null where nobody knows.</param>
    /// <exception cref="ConfigException">The GPU asked for is not there, or sections ask for different devices.</exception>
    public static ComputeDevice Choose(ConfigTree config, RunOptions options, string? reasonHint = null)
    {
        var asked = options.Clmodel.Device ?? options.Device;
        var evaluation = options.Evaluation.Device ?? options.Device;
        if (evaluation != asked)
            throw new ConfigException(
                $"{RunKeys.LearnerDevice} is {asked} and {RunKeys.EvaluationDevice} is {evaluation}: a run computes on one device. "
                + "Leave both out and set device.");
        if (!asked.StartsWith("cuda", StringComparison.Ordinal)) return new ComputeDevice(CPU, null);
        var missing = WhyMissing(asked, reasonHint);
        if (missing is null) return new ComputeDevice(device(asked), null);
        var origin = (config.Find(RunKeys.LearnerDevice) ?? config.Find(RunKeys.Device))?.Origin;
        if (origin is { IsOverride: true }) throw new ConfigException($"{origin}: {missing}. Valid: device=cpu.");
        return new ComputeDevice(CPU, $"The config asks for {asked}, but {missing}: running on the CPU.");
    }

    private static string? WhyMissing(string asked, string? reasonHint)
    {
        if (!cuda.is_available()) return "no CUDA GPU can be used here" + (reasonHint is null ? "" : $" ({reasonHint})");
        var index = asked.Contains(':') ? int.Parse(asked.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return index < cuda.device_count() ? null : $"there are only {cuda.device_count()} CUDA GPUs, counted from 0";
    }
}
