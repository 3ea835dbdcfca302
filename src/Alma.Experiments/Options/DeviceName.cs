namespace Alma.Experiments.Options;

/// <summary>What a config may say where it names a device.</summary>
public static class DeviceName
{
    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public const string Pattern = @"cpu|cuda(:\d{1,3})?";

    /// <summary>The same in words.</summary>
    public const string Description = "cpu, cuda or cuda:N";
}
