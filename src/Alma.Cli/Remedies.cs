using System.Globalization;
using Alma.Experiments;
using Alma.Runs;

namespace Alma.Cli;

/// <summary>
/// What one types to mend what other projects found wrong. They know no commands and no flags: their exceptions say what is the matter,
/// and here it is said how <c>alma</c> mends it.
/// </summary>
internal static class Remedies
{
    /// <summary>Where one finds out why no GPU can be used.</summary>
    public const string WhyNoGpu = "alma doctor says why";

    /// <summary>The message of a failure, with its remedy where there is one, or where it tells of another that has one.</summary>
    public static string Message(Exception failure)
    {
        var message = Own(failure);
        return failure.InnerException is { } cause && cause.Message.Length > 0 && message.Contains(cause.Message, StringComparison.Ordinal)
            ? message.Replace(cause.Message, Message(cause), StringComparison.Ordinal)
            : message;
    }

    private static string Own(Exception failure) => failure switch
    {
        RunHeldException held =>
            $"{held.Message.TrimEnd('.')}, or, if it is gone, resume with --take-over or "
            + $"{held.Patience.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes after its last sign of life.",
        RunGoneException => $"{failure.Message} If it was moved, go on with it where it is now: alma resume FOLDER.",
        OwnDataException { Need: ImportNeed.Times } => $"{failure.Message} Import it with --time COLUMN.",
        OwnDataException { Need: ImportNeed.Tests } =>
            $"{failure.Message} Import it with --test 0.2 or with a folder test beside train, "
            + "or test on the megabatch that comes next: evaluation.mode=next.",
        OwnDataException { Need: ImportNeed.Import } own =>
            $"{failure.Message.TrimEnd('.')}; to learn from files of your own, import them with `alma data import NAME {own.Folder}` "
            + $"and set {own.Key}.class_name to NAME.",
        _ => failure.Message,
    };
}
