using Alma.Config;
using Alma.Data;
using Alma.Experiments;
using Alma.Experiments.Checkpoints;
using Alma.Launching;
using Alma.Learning;
using Alma.Onnx;
using Alma.Reports.Queries;
using Alma.Runs;
using Alma.Serving.Models;

namespace Alma.Cli;

/// <summary>
/// Turns what a user can mend into one clear error and an exit code; anything else is a fault of ours, whose details go into a file.
/// </summary>
internal static class Failures
{
    public const int Error = 1;

    /// <summary>The exit code of what should not happen; no user's mistake ends so.</summary>
    public const int Fault = 70;

    public static async Task<int> ReportAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (AggregateException many) when (many.Flatten().InnerExceptions is [var first, ..])
        {
            return await ReportAsync(() => Task.FromException<int>(first)); // of work on several threads
        }
        catch (Exception failure) when (EnvironmentFault.Explanation(failure) is null && IsTheUsers(failure))
        {
            await Console.Error.WriteLineAsync($"error: {Printable.Of(Remedies.Message(failure))}");
            return Error;
        }
        catch (Exception failure)
            when (EnvironmentFault.Explanation(failure) is null && MemoryLimit.Explanation(failure) is { } explanation)
        {
            await Console.Error.WriteLineAsync($"error: {explanation}");
            return Error;
        }
#pragma warning disable CA1031 // No fault reaches a user as a stack trace.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            EmergencyOutput.WriteLine(FaultReport.Of(fault));
            return EnvironmentFault.Explanation(fault) is null ? Fault : Error;
        }
    }

    private static bool IsTheUsers(Exception failure) => failure
        is ConfigException or LaunchException or DatasetException or LearningException or QueryException or RunFolderException
            or SafetensorsException or ModelException or OnnxException
        or IOException or UnauthorizedAccessException;
}
