using System.Globalization;
using Alma.Config;
using Alma.Data;
using Alma.Experiments;
using Alma.Learning;
using Alma.Runs;
using Alma.Serving.Models;

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
        RunFolderException { Need: { } need } => $"{failure.Message} {Of(need)}",
        RunGoneException => $"{failure.Message} If it was moved, go on with it where it is now: alma resume FOLDER.",
        OwnDataException { Need: ImportNeed.Times } => $"{failure.Message} Import it with --time COLUMN.",
        OwnDataException { Need: ImportNeed.Tests } =>
            $"{failure.Message} Import it with --test 0.2 or with a folder test beside train, "
            + $"or test on the megabatch that comes next: {RunKeys.EvaluationMode}=next.",
        OwnDataException { Need: ImportNeed.Import } own =>
            $"{failure.Message.TrimEnd('.')}; to learn from files of your own, import them with `alma data import NAME {own.Folder}` "
            + $"and set {own.Key}.{RunKeys.ClassName} to NAME.",
        DatasetException { Need: { } need } => $"{failure.Message} {Of(need)}",
        LearningException => SettingKeys.Message(failure),
        ModelException { IsForeign: true } => $"{failure.Message} `alma export-model` writes such models.",
        _ => failure.Message,
    };

    /// <summary>What one types for what a run folder needs.</summary>
    public static string Of(RunFolderNeed need) => need switch
    {
        RunFolderNeed.OtherFolder => $"Choose another {RunKeys.RunFolder}.",
        RunFolderNeed.OtherFolderOrResume => $"Resume it, or choose another {RunKeys.RunFolder}.",
        RunFolderNeed.KeptModels => $"With {RunKeys.KeepModels}=false none are.",
        _ => throw new ArgumentOutOfRangeException(nameof(need), need, "a need that nothing mends that is typed"),
    };

    /// <summary>What one types for what data need.</summary>
    public static string Of(DatasetNeed need) => need switch
    {
        DatasetNeed.Fetch fetch => $"Run `alma data fetch {fetch.Name}`.",
        DatasetNeed.WritableFolder => $"Choose another with ALMA_DATA or {RunKeys.DataFolder}.",
        DatasetNeed.EmptyFolder folder =>
            $"Give a new or an empty folder as {RunKeys.DataFolder}, or put a file {folder.Marker} into this one if it is meant.",
        DatasetNeed.LeftInFiles => $"Set {RunKeys.KeepInMemory}=false.",
        DatasetNeed.Import => "Run `alma data import`.",
        DatasetNeed.FreeName taken =>
            $"Add to it with `alma data add {taken.Name} PATH`, take another name, or remove it with `alma data rm {taken.Name}`.",
        DatasetNeed.LabelColumn => "Say with --label which column has the classes.",
        DatasetNeed.Labels => "Give --label COLUMN, or images in a folder for each class.",
        DatasetNeed.Dumps => "Where each folder in it is a dump, import it with --dumps.",
        DatasetNeed.ImageSize size => $"Give --size {size.Side} to crop and scale them.",
        DatasetNeed.TextEncoding => "Save the file as UTF-8, or say what it is, such as --encoding latin-1.",
        DatasetNeed.TestShare => "Import it with --test 0.2, or give its files instead.",
        DatasetNeed.NoTestShare => "Leave --test out.",
        _ => throw new ArgumentOutOfRangeException(nameof(need), need, "a need that no command mends"),
    };
}
