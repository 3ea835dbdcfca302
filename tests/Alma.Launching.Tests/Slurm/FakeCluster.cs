using Alma.Launching.Slurm;

namespace Alma.Launching.Tests.Slurm;

/// <summary>A folder of commands that answer what a test says, and note what they were asked.</summary>
internal sealed class FakeCluster
{
    private readonly string folder;

    public FakeCluster(TemporaryFolder temporary)
    {
        folder = Directory.CreateDirectory(temporary.File("bin")).FullName;
        Answer("sbatch", "echo 77");
        Answer("squeue", "true");
        Answer("sacct", "echo 'Slurm accounting storage is disabled' >&2; exit 1");
        Answer("scontrol", "echo 'MaxArraySize            = 1001'");
        Answer("scancel", "true");
    }

    public SlurmCommands Commands => new(folder);

    /// <summary>What was asked, command by command.</summary>
    public IReadOnlyList<string> Asked =>
        File.Exists(Path.Combine(folder, "asked")) ? File.ReadAllLines(Path.Combine(folder, "asked")) : [];

    public void Answer(string command, string script)
    {
        ExecutableFile.Write(
            Path.Combine(folder, command), $"#!/bin/sh\necho \"{command} $*\" >> '{folder}/asked'\n{script}\n");
    }
}
