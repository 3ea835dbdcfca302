using Alma.EndToEnd.Tests.BadInput;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

[assembly: AssemblyFixture(typeof(InterruptedRun))]

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>A run that has learned one of two megabatches, to be damaged in copies and gone on with.</summary>
public sealed class InterruptedRun : IDisposable
{
    private readonly Workplace workplace = new();
    private readonly Lazy<string> path;
    private readonly Lazy<RunFolder> whole;

    public InterruptedRun() => (path, whole) = (new(Make), new(MakeWhole));

    /// <summary>What makes a run that ends as this one, to be given a folder.</summary>
    internal static string[] Command { get; } = ["run", "digits/gmoe", "n_megabatches=2", "clmodel.max_epochs=2"];

    /// <summary>The same run, undisturbed. It is not to be changed.</summary>
    internal RunFolder Whole() => whole.Value;

    /// <summary>Puts a copy into another folder.</summary>
    internal RunFolder CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(path.Value, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(path.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return RunFolder.Open(folder);
    }

    public void Dispose() => workplace.Dispose();

    private string Make()
    {
        workplace.Typed([.. Command, "stop_after=1", "run_dir=run"]).Succeeded();
        var run = RunFolder.Open(workplace.In("run"));
        File.Delete(run.DoneFile);
        Replace(run.ManifestFile, "\"state\": \"done\"", "\"state\": \"interrupted\"");
        Replace(run.ConfigFile, "stop_after: 1", "stop_after: 2");
        return run.Path;
    }

    private RunFolder MakeWhole()
    {
        workplace.Typed([.. Command, "run_dir=whole"]).Succeeded();
        return RunFolder.Open(workplace.In("whole"));
    }

    private static void Replace(string file, string text, string by)
    {
        var content = File.ReadAllText(file);
        Assert.Contains(text, content);
        File.WriteAllText(file, content.Replace(text, by, StringComparison.Ordinal));
    }
}
