using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Alma.Files;

namespace Alma.Runs.Locking;

/// <summary>Which process of which machine, so that another of the same number is not taken for it.</summary>
/// <param name="ProcessId">Its number.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Space">
/// Where that number counts: the boot and the container. Differs between machines of the same name. Empty where the system does not say.
/// </param>
/// <param name="ProcessStart">When the process began, in whatever unit the system counts.</param>
public sealed record ProcessIdentity(int ProcessId, string Host, string Space, string ProcessStart)
{
    private const int MaxBytes = 1 << 16;

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } =
        new(Environment.ProcessId, Environment.MachineName, SpaceOfThisMachine(), StartOf(Environment.ProcessId) ?? "");

    /// <summary>Whether it can be seen from here at all.</summary>
    public bool IsOfThisMachine => Host == Current.Host && Space == Current.Space;

    /// <summary>Whether it is there, if it is one of this machine.</summary>
    public bool IsAlive => StartOf(ProcessId) == ProcessStart;

    /// <summary>Null where there is no such process, or only what is left of one.</summary>
    private static string? StartOf(int processId)
    {
        if (OperatingSystem.IsLinux()) return StartOnLinux(processId);
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // proc(5): "number (name) state ...", the start being field 22; the name can hold anything, so it is counted from its end.
    private static string? StartOnLinux(int processId)
    {
        try
        {
            var status = RegularFile.Text($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat", MaxBytes);
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string SpaceOfThisMachine()
    {
        if (!OperatingSystem.IsLinux()) return "";
        try
        {
            var boot = RegularFile.Text("/proc/sys/kernel/random/boot_id", MaxBytes).Trim();
            return $"{boot} {File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name}";
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
