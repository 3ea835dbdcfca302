using System.Security.Cryptography;
using System.Text;
using Alma.Runs.Registry;

namespace Alma.Runs.Tests.Registry;

/// <summary>Versions to put into registries.</summary>
internal static class NewVersion
{
    public static readonly bool[] Wrong = [false, true, false, false, false, false, false, false, true, false];

    public static byte[] Onnx(string content = "a model") => Encoding.UTF8.GetBytes(content);

    public static RegisteredModel Described(int version, string content = "a model") => new()
    {
        Version = version,
        Registered = new FixedClock().GetUtcNow(),
        Onnx = new RegisteredFile(Onnx(content).Length, Convert.ToHexStringLower(SHA256.HashData(Onnx(content)))),
        Run = "/runs/a",
        Recipe = "own/mlp",
        RunStarted = new FixedClock().GetUtcNow(),
        Megabatch = version,
        Data = new RegisteredData("shop", "00", [new HeldOutPart("0000", Wrong.Length, "01")]),
        HeldOut = new HeldOutError(Wrong.Length, Wrong.Count(one => one), 0.05, 0.5),
    };

    public static RegisteredModel Add(ModelRegistry registry, string content = "a model")
    {
        using var writer = registry.Hold(new FixedClock());
        return writer.Add(0, version => Described(version, content), Onnx(content), Wrong);
    }

    public static RegistryRecord? Promote(ModelRegistry registry, int version, string reason = "better")
    {
        using var writer = registry.Hold(new FixedClock());
        return writer.Promote(version, RegistryAction.Promoted, reason);
    }

    public static RegistryRecord RollBack(ModelRegistry registry)
    {
        using var writer = registry.Hold(new FixedClock());
        return writer.RollBack("worse in use");
    }
}
