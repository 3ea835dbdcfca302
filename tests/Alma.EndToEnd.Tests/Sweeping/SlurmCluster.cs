using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Sweeping;

/// <summary>
/// A SLURM cluster of this machine alone, with two partitions of which one takes the other's place. Its files are in a folder of its own;
/// disposing it ends its daemons.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    private const string MungeProcess = "/run/munge/munged.pid";
    private readonly Workplace workplace;
    private readonly bool isMungeMine;

    public SlurmCluster(Workplace workplace)
    {
        this.workplace = workplace;
        foreach (var name in new[] { "state", "spool", "log", "run" }) Directory.CreateDirectory(In(name));
        workplace.Write("slurm/slurm.conf", Config());
        workplace.Environment["SLURM_CONF"] = In("slurm.conf");
        isMungeMine = workplace.Bash("pgrep -x munged").ExitCode != 0;
        if (isMungeMine)
            workplace.Bash($"install -d -o munge -g munge /run/munge && runuser -u munge -- munged --force --pid-file={MungeProcess}")
                .Succeeded();
        workplace.Bash("slurmctld && sleep 1").Succeeded();
        StartNode();
    }

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Obstacle() =>
        !OperatingSystem.IsLinux() ? "SLURM runs on Linux."
        : getuid() != 0 ? "SLURM's daemons are started as root here."
        : new[] { "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged" }.FirstOrDefault(daemon =>
            !File.Exists(daemon)) is { } missing ? $"There is no {missing} (packages slurm-wlm and munge)."
        : null;

    public string Ask(string command) => workplace.Bash(command).Succeeded().OutputText.Trim();

    public void StartNode()
    {
        workplace.Bash("slurmd -N localhost").Succeeded();
        Patience.Until(() => Ask("sinfo --noheader --format=%T").Contains("idle", StringComparison.Ordinal), TimeSpan.FromMinutes(2), () =>
            Ask("sinfo"));
    }

    /// <summary>Ends the node's daemon and all that it runs, as a machine that loses its power does.</summary>
    public void KillNode() => workplace.Bash(
        $$"""
        tasks=$(scontrol listpids | awk 'NR > 1 && $1 > 1 { print $1 }')
        steps=$(for task in $tasks; do ps -o ppid= -p $task; done | awk '$1 > 1' | sort -u)
        kill -KILL $(cat {{In("run/slurmd.pid")}}) $steps $tasks
        """).Succeeded();

    /// <summary>Holds a task's process still; SLURM wakes what it signals.</summary>
    public void HoldProcess(int process) => workplace.Bash($"kill -STOP {process}").Succeeded();

    /// <summary>
    /// Lets tasks that were put back into the queue start soon; SLURM would have them wait for two minutes. A node's daemon refuses a task
    /// in the second in which it ended it.
    /// </summary>
    public void Hurry() => workplace.Bash(
        """
        tasks=$(squeue --noheader --array --states=PENDING --format='%A|%r' | awk -F'|' '$2 == "BeginTime" { print $1 }')
        [ -z "$tasks" ] || sleep 2
        for task in $tasks; do scontrol update jobid=$task StartTime=now; done
        """);

    public void Dispose()
    {
        workplace.Bash("scancel --user=root; sleep 1");
        foreach (var daemon in new[] { "slurmd", "slurmctld" }) workplace.Bash($"kill $(cat {In($"run/{daemon}.pid")}); sleep 1");
        if (isMungeMine) workplace.Bash($"kill $(cat {MungeProcess})");
        Patience.Until(() => !File.Exists(In("run/slurmd.pid")) && !File.Exists(In("run/slurmctld.pid")), TimeSpan.FromSeconds(30), () =>
            "Daemons are left.");
    }

    private string In(string name) => workplace.In($"slurm/{name}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Config() =>
        $"""
        ClusterName=test
        SlurmctldHost=localhost
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        SlurmctldPidFile={In("run/slurmctld.pid")}
        SlurmdPidFile={In("run/slurmd.pid")}
        StateSaveLocation={In("state")}
        SlurmdSpoolDir={In("spool")}
        SlurmctldLogFile={In("log/slurmctld.log")}
        SlurmdLogFile={In("log/slurmd.log")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SwitchType=switch/none
        MpiDefault=none
        ReturnToService=2
        SchedulerType=sched/backfill
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        AccountingStorageType=accounting_storage/none
        JobAcctGatherType=jobacct_gather/none
        JobRequeue=1
        PreemptType=preempt/partition_prio
        PreemptMode=REQUEUE
        SlurmctldParameters=preempt_send_user_signal
        KillWait=5
        MinJobAge=3600
        SlurmctldTimeout=10
        SlurmdTimeout=10
        NodeName=localhost CPUs=2 RealMemory=1000 State=UNKNOWN
        PartitionName=low Nodes=localhost Default=YES MaxTime=INFINITE State=UP PriorityTier=1 GraceTime=10 PreemptMode=REQUEUE
        PartitionName=high Nodes=localhost Default=NO MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
        """;

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getuid();
}
