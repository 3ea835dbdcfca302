using static TorchSharp.torch;

namespace Alma.Testing;

/// <summary>
/// Where tests of learning compute: the CPU, or what the environment variable <c>ALMA_TEST_DEVICE</c> names (<c>cuda</c>), so that the same
/// tests hold a GPU to what they hold a CPU to.
/// </summary>
public static class TestDevice
{
    public static Device Here { get; } =
        device(Environment.GetEnvironmentVariable("ALMA_TEST_DEVICE") is { Length: > 0 } name ? name : "cpu");
}
