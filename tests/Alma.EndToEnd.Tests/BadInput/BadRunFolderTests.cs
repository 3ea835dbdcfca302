using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>Run folders with a file missing, damaged or another's: <c>alma resume</c> goes on or says in one line what is wrong.</summary>
public sealed class BadRunFolderTests(InterruptedRun interrupted) : IDisposable
{
    private const string GoesOn = "";

    private static readonly Dictionary<string, (Action<RunFolder> Damage, string Refusal)> cases = new()
    {
        ["nothing damaged"] = (_ => { }, GoesOn),
        ["run.json missing"] = (run => File.Delete(run.ManifestFile), "run.json is missing."),
        ["run.json empty"] = (run => File.WriteAllText(run.ManifestFile, ""), "run.json, line 1: "),
        ["run.json cut short"] = (run => Cut(run.ManifestFile, 100), "run.json, line "),
        ["run.json null"] = (
            run => File.WriteAllText(run.ManifestFile, "null"), "run.json, line 1: this is no manifest of a run. Found: null"),
        ["run.json of another state"] = (run => Replace(run.ManifestFile, "interrupted", "resting"), "run.json, line 2: "),
        ["run.json without recipe"] = (run => Replace(run.ManifestFile, "\"recipe\"", "\"recip\""), "run.json, line "),
        ["run.json with a text for a number"] = (
            run => Replace(run.ManifestFile, "\"process_id\": ", "\"process_id\": \"x\" //"), "run.json, line "),
        ["run.json binary"] = (run => File.WriteAllBytes(run.ManifestFile, [0, 255, 1, 254]), "run.json, line 1: "),
        ["run.json a folder"] = (run => MakeFolder(run.ManifestFile), "run.json"),
        ["config.yaml missing"] = (run => File.Delete(run.ConfigFile), "config.yaml: cannot be read: "),
        ["config.yaml empty"] = (run => File.WriteAllText(run.ConfigFile, ""), "config.yaml:1:1: the config has no key "),
        ["config.yaml cut short"] = (run => Cut(run.ConfigFile, 40), "config.yaml:"),
        ["config.yaml binary"] = (run => File.WriteAllBytes(run.ConfigFile, [0, 255, 1, 254]), "config.yaml:1:"),
        ["config.yaml a folder"] = (run => MakeFolder(run.ConfigFile), "config.yaml: cannot be read: "),
        ["config.yaml with another learner"] = (run => Replace(run.ConfigFile, "Finetune_Grow", "Ensemble"), "config.yaml:"),
        ["metrics.jsonl with a last line that was cut"] = (run => File.AppendAllText(run.MetricsFile, "{\"megabatch\":1,\"spl"), GoesOn),
        ["metrics.jsonl with a broken line in the middle"] = (
            run => Patch(run.MetricsFile, "\"name\":\"total_megaflops\"", "\"nome\":\"total_megaflops\""), "metrics.jsonl, line "),
        ["metrics.jsonl shorter than the checkpoint counts on"] = (
            run => Cut(run.MetricsFile, 50), "metrics.jsonl has 0 bytes, but the checkpoint was taken after "),
        ["metrics.jsonl missing"] = (run => File.Delete(run.MetricsFile), "metrics.jsonl has 0 bytes, but the checkpoint was taken after "),
        ["log.txt a folder"] = (run => MakeFolder(run.LogFile), "log.txt"),
        ["models a file"] = (run => MakeFile(run.ModelsFolder), "models"),
        ["checkpoint missing"] = (run => Directory.Delete(run.CheckpointFolder, recursive: true), GoesOn),
        ["checkpoint empty"] = (
            run => File.WriteAllText(run.CheckpointFile, ""), "latest.safetensors is no readable safetensors file: it has 0 bytes"),
        ["checkpoint cut short"] = (run => Cut(run.CheckpointFile, 5000), "latest.safetensors is no readable safetensors file: "),
        ["checkpoint of one byte less"] = (
            run => Cut(run.CheckpointFile, (int)new FileInfo(run.CheckpointFile).Length - 1), "the file is damaged"),
        ["checkpoint of another kind"] = (
            run => File.WriteAllText(run.CheckpointFile, "PK\u0003\u0004 a pickle of a dictionary, say"),
            "latest.safetensors is no readable safetensors file: "),
        ["checkpoint with a flipped bit in its header's length"] = (
            run => Flip(run.CheckpointFile, 2), "latest.safetensors is no readable safetensors file: "),
        ["checkpoint with a flipped bit in its header"] = (
            run => Flip(run.CheckpointFile, 8), "latest.safetensors is no readable safetensors file: "),
        ["checkpoint with a flipped bit in a value"] = (
            run => Flip(run.CheckpointFile, (int)new FileInfo(run.CheckpointFile).Length - 3),
            "its checksum is another: the file is damaged"),
        ["checkpoint without a checksum"] = (run => Patch(run.CheckpointFile, "alma.sha256", "alma.sha255"), "it has no checksum"),
        ["checkpoint without a state"] = (
            run => Patch(run.CheckpointFile, "alma.state", "alma.stats"), "latest.safetensors is no checkpoint of Alma: "),
        ["checkpoint of another version"] = (
            run => Patch(run.CheckpointFile, "next_megabatch", "next_mxgabatch"), "latest.safetensors is no checkpoint of Alma: "),
        ["checkpoint of an unknown architecture"] = (
            run => Patch(run.CheckpointFile, "mixture_of_experts_mlp", "mixture_of_experts_mlq"),
            "latest.safetensors is no checkpoint of Alma: "),
        ["checkpoint of another width"] = (
            run => Patch(run.CheckpointFile, "layer_width\\u0022:32", "layer_width\\u0022:33"), "the network needs ["),
        ["checkpoint with a tensor of another name"] = (
            run => Patch(run.CheckpointFile, "memory.training", "memory.trainink"), "there is no tensor memory.training"),
        ["checkpoint with a tensor of another type"] = (
            run => Patch(run.CheckpointFile, "\"I64\"", "\"F64\""), "latest.safetensors: tensor memory."),
        ["checkpoint after a megabatch that is not"] = (
            run => Patch(run.CheckpointFile, "next_megabatch\\u0022:1", "next_megabatch\\u0022:9"), "latest.safetensors"),
        ["checkpoint a folder"] = (run => MakeFolder(run.CheckpointFile), "latest.safetensors"),
        ["TensorBoard events damaged"] = (run => File.WriteAllBytes(run.EventFiles[0], [1, 2, 3]), GoesOn),
    };

    private readonly Workplace workplace = new();

    public static TheoryData<string> Names => [.. cases.Keys];

    public void Dispose() => workplace.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Resume_DamagedRunFolder_GoesOnOrSaysWhatIsWrong(string damage)
    {
        var run = interrupted.CopyTo(workplace.In("run"));
        var (apply, refusal) = cases[damage];
        File.Delete(run.PreviousCheckpointFile); // or the run would go on from it
        apply(run);

        var result = workplace.Typed("resume", "run");

        if (refusal == GoesOn) result.Succeeded();
        else Assert.Contains(refusal, result.RefusedInOneLine());
        Assert.Empty(Directory.GetFiles(run.Path, "lock.json*"));
        workplace.Typed("runs").Succeeded();
    }

    private static void Cut(string file, int length) => File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);

    private static void Flip(string file, int at)
    {
        var content = File.ReadAllBytes(file);
        content[at] ^= 0x40;
        File.WriteAllBytes(file, content);
    }

    private static void Replace(string file, string text, string by)
    {
        var content = File.ReadAllText(file);
        Assert.Contains(text, content);
        File.WriteAllText(file, content.Replace(text, by, StringComparison.Ordinal));
    }

    /// <summary>
    /// Replaces text of a binary file by as much other text; a checksum in it is made anew, as if the file had been written so.
    /// </summary>
    private static void Patch(string file, string text, string by)
    {
        var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        Assert.Contains(text, content);
        Assert.Equal(text.Length, by.Length);
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes(Sealed(content.Replace(text, by, StringComparison.Ordinal))));
    }

    private static string Sealed(string content)
    {
        var checksum = Regex.Match(content, "(?<=\"alma.sha256\":\")[0-9a-f]{64}");
        if (!checksum.Success) return content;
        var blank = content.Replace(checksum.Value, new string('0', 64), StringComparison.Ordinal);
        return content.Replace(
            checksum.Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(blank[8..]))), StringComparison.Ordinal);
    }

    private static void MakeFolder(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }

    private static void MakeFile(string path)
    {
        Directory.Delete(path, recursive: true);
        File.WriteAllText(path, "");
    }
}
