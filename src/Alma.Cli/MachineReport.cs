using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Alma.Data;
using Alma.Files;
using Alma.Kernels;
using TorchSharp;

namespace Alma.Cli;

/// <summary>What <c>alma doctor</c> finds out about a machine.</summary>
internal sealed record MachineReport(IReadOnlyList<(string What, string Finding)> Findings, IReadOnlyList<string> Problems)
{
    public static MachineReport OfThisMachine()
    {
        var problems = new List<string>();
        List<(string, string)> findings =
        [
            ("alma", ProductVersion.Text),
            (".NET", RuntimeInformation.FrameworkDescription),
            ("system", $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}".ToLowerInvariant()),
            .. Torch(problems),
            ("CPU", $"{Environment.ProcessorCount} logical processors, {CpuCapability()}"),
            .. SystemChecks.Findings(problems),
            .. Data(problems),
        ];
        return new MachineReport(findings, problems);
    }

    private static List<(string, string)> Torch(List<string> problems)
    {
        try
        {
            var backend = typeof(torch).Assembly.GetName().Version;
            var gpu = torch.cuda.is_available()
                ? $"{torch.cuda.device_count()} CUDA"
                : "none that LibTorch can use (built for the CPU, or no driver); device: cuda runs on the CPU";
            var convolutions = Convolutions.AreRight() ? "right" : "wrong with LibTorch on this processor";
            return [("TorchSharp", $"{backend}, LibTorch {torch.__version__}"), ("convolutions", convolutions),
                ("threads", $"{torch.get_num_threads()} at most; a run takes as many as its work is worth, or threads=N"), ("GPU", gpu)];
        }
        catch (Exception fault) when (fault is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            problems.Add($"LibTorch cannot be loaded: {fault.GetBaseException().Message}");
            return [("TorchSharp", "not loaded")];
        }
    }

    private static string CpuCapability() =>
        Avx512F.IsSupported ? "AVX-512"
            : Avx2.IsSupported ? "AVX2"
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "NEON"
            : "no AVX2: LibTorch will be slow";

    private static IEnumerable<(string, string)> Data(List<string> problems)
    {
        var path = DatasetFolder.DefaultPath(DatasetFolder.Variable);
        var folder = new DatasetFolder(path);
        yield return ("data folder", folder.FullPath);
        foreach (var entry in DatasetCatalog.Entries)
        {
            var files = entry.Files?.All ?? [];
            var missing = files.Count(file => folder.Locate(entry, file) is null);
            if (missing > 0 && missing < files.Length)
                problems.Add(
                    $"{entry.Name}: {missing} of {files.Length} files are missing in {folder.FullPath}. {Remedies.Of(entry.Need)}");
            yield return ($"  {entry.Name}", entry.Files is null ? "built in"
                : missing == 0 ? "there"
                : missing == files.Length ? "not fetched (alma run fetches it)"
                : "incomplete");
        }
        if (WhyUnwritable(folder.FullPath) is { } reason)
            problems.Add($"the data folder cannot be written: {reason} Choose another with ALMA_DATA.");
    }

    internal static string? WhyUnwritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".alma-doctor-{Environment.ProcessId}");
            OwnFile.Create(probe).Dispose();
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
