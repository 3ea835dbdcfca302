namespace Alma.Results;

/// <summary>As tables list settings: MNIST first, then by size of the stream, replay and waiting.</summary>
internal sealed class SettingOrder : IComparer<Setting>
{
    private static readonly string[] data = ["MNIST", "FashionMNIST", "CIFAR10"];

    public static SettingOrder Instance { get; } = new();

    public int Compare(Setting? x, Setting? y) => Key(x!).CompareTo(Key(y!));

    private static (int Data, double Replay, int Megabatches, int Wait, string Method) Key(Setting setting) =>
        (Array.IndexOf(data, setting.Data), setting.Replay, setting.Megabatches, setting.Wait, setting.Method);
}
