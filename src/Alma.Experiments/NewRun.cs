using Alma.Runs;
using Alma.Runs.Locking;
using TorchSharp;

namespace Alma.Experiments;

/// <summary>Makes the folders of runs that begin.</summary>
public sealed class NewRun(TimeProvider time, string version)
{
    /// <summary>Makes the folder of a new run, with its config and manifest, and holds it for this process.</summary>
    /// <exception cref="RunFolderException">The folder that <c>run_dir</c> names already holds a run.</exception>
    /// <inheritdoc cref="InitialWeightsFile.Check" path="/exception"/>
    public RunLock Prepare(RunRequest request, RunDatasets datasets, ComputeDevice device)
    {
        var weights = InitialWeightsFile.Check(request.Options, datasets);
        var yaml = request.ResolvedYaml();
        var held = RunLock.Create(request.Options.RunDir ?? RunPath.Default(time, request.Recipe, yaml), time, yaml);
        try
        {
            AtomicFile.WriteText(held.Folder.ConfigFile, yaml);
            if (weights is not null) InitialWeightsFile.Keep(weights, held.Folder);
            Manifest(request, datasets, device).Write(held.Folder);
            return held;
        }
        catch
        {
            RunFolderFault.RemoveBegun(held);
            throw;
        }
    }

    private RunManifest Manifest(RunRequest request, RunDatasets datasets, ComputeDevice device)
    {
        var options = request.Options;
        return new RunManifest
        {
            State = RunState.Running,
            Recipe = request.Recipe,
            Version = version,
            CommandLine = request.CommandLine,
            Seed = options.Seed,
            Run = options.Run,
            Defaults = request.Defaults(),
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Backend = $"LibTorch {torch.__version__}",
            Device = device.Device.ToString(),
            Threads = ThreadChoice.For(options, options.Stream.Train.Dataset),
            Started = time.GetUtcNow(),
            Classes = datasets.Main.ClassNames,
            DatasetChecksums = datasets.Checksums,
            MegabatchesTotal = options.MegabatchCount,
        };
    }
}
