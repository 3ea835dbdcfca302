using Alma.Testing;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A data folder whose files are MNIST's but for one, the test labels, which a test can damage.</summary>
internal sealed class BrokenMnist : IDisposable
{
    private const string LabelsName = "t10k-labels-idx1-ubyte";
    private readonly TemporaryFolder folder = new();

    public BrokenMnist(string mnistFolder)
    {
        var raw = Directory.CreateDirectory(folder.File("MNIST/raw")).FullName;
        foreach (var file in Directory.GetFiles(System.IO.Path.Combine(mnistFolder, "MNIST/raw")))
        {
            var here = System.IO.Path.Combine(raw, System.IO.Path.GetFileName(file));
            if (System.IO.Path.GetFileName(file) == LabelsName) File.Copy(file, here);
            else File.CreateSymbolicLink(here, file);
        }
        TestLabels = System.IO.Path.Combine(raw, LabelsName);
    }

    public string Path => folder.FullPath;

    public string TestLabels { get; }

    public void TruncateTestLabels()
    {
        using var file = File.OpenWrite(TestLabels);
        file.SetLength(file.Length - 100);
    }

    /// <summary>Makes one label another, which only the checksum can tell.</summary>
    public void ChangeATestLabel()
    {
        var bytes = File.ReadAllBytes(TestLabels);
        bytes[^1] = (byte)((bytes[^1] + 1) % 10);
        File.WriteAllBytes(TestLabels, bytes);
    }

    public void Dispose() => folder.Dispose();
}
