using System.ComponentModel;
using System.Diagnostics;

namespace Alma.Runs.Catalog;

/// <summary>Tells whether the process that wrote a manifest may still be at work.</summary>
internal static class RunProcess
{
    /// <summary>The clock may have been set between the start of a process and the writing of its file.</summary>
    private static readonly TimeSpan clockTolerance = TimeSpan.FromSeconds(30);

    /// <summary>True also for another host's process, of which nothing can be known here.</summary>
    public static bool MayBeAlive(RunManifest manifest, DateTime manifestWrittenUtc)
    {
        if (manifest.Host != Environment.MachineName)
            return true;
        try
        {
            using var process = Process.GetProcessById(manifest.ProcessId);
            // The process that wrote the manifest began before it was written; a later one merely has the same number.
            return process.StartTime.ToUniversalTime() <= manifestWrittenUtc + clockTolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            // It is there, and belongs to someone else.
            return true;
        }
    }
}
