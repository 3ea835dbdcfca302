using System.Security.Cryptography;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Models;
using Alma.Experiments.Options;
using Alma.Onnx;
using Alma.Runs;
using Alma.Runs.Registry;
using Alma.Serving.Models;

namespace Alma.Keeping.Promotion;

/// <summary>
/// Registers the model that a run has after a megabatch, and makes it the champion where the rule of <see cref="PromotionRule"/> says so.
/// Done again for the same megabatch, as after a kill, it comes to the same and changes nothing.
/// </summary>
public sealed class ModelPromotion
{
    private const int MostTries = 20;
    private readonly RunFolder run;
    private readonly RunOptions options;
    private readonly TimeProvider time;
    private readonly PromotionRule rule;
    private readonly HookAfterPromotion hook;

    /// <exception cref="RunFolderException">The hook's words are none that can be run.</exception>
    public ModelPromotion(RunFolder run, RunOptions options, TimeProvider time)
    {
        (this.run, this.options, this.time) = (run, options, time);
        var asked = options.Promote;
        rule = new PromotionRule(asked.Margin, asked.Confidence);
        hook = new HookAfterPromotion(asked, time);
    }

    /// <summary>Where the versions of a run are registered.</summary>
    public static string RegistryPath(RunFolder run, RunOptions options) => options.Registry ?? run.ModelsFolder;

    /// <summary>As <see cref="Run"/>; what goes wrong with the registry, the data or the hook is told in the outcome.</summary>
    public PromotionOutcome TryRun(int megabatch, int? dumpCount = null, CancellationToken cancellation = default)
    {
        try
        {
            return Run(megabatch, dumpCount, cancellation);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return new PromotionOutcome(null, PromotionResult.Failed, fault.Message);
        }
    }

    /// <summary>Registers the model after a megabatch, compares it with the champion, and promotes it or not.</summary>
    /// <param name="megabatch">From 0; the run has saved a model after it.</param>
    /// <param name="dumpCount">How many dumps the data had then; null for as many as the run knows of.</param>
    /// <exception cref="RunFolderException">There is no such model, or the registry is damaged or cannot be written.</exception>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    public PromotionOutcome Run(int megabatch, int? dumpCount = null, CancellationToken cancellation = default)
    {
        var manifest = RunManifest.Read(run);
        var weights = RunModels.Find(run, megabatch);
        var onnx = ModelExport.Bytes(SavedModel.Read(weights), run);
        var registry = ModelRegistry.OpenOrCreate(RegistryPath(run, options));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx));
        bool IsIt(RegisteredModel model) => (model.RunStarted, model.Megabatch, model.Onnx.Sha256) == (manifest.Started, megabatch, sha256);
        if (Decided(registry, IsIt) is { } decided) return hook.After(registry, decided);

        var examples = Examples(manifest, dumpCount);
        var wrong = WrongOf(onnx, weights, examples, cancellation);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var champion = registry.Champion();
            var (comparison, obstacle) = Compare(registry, champion, wrong, examples, cancellation);
            using var writer = registry.Hold(time);
            if (registry.Champion() != champion) continue; // somebody else has promoted meanwhile
            var model = Find(registry, IsIt) ?? writer.Add(
                options.Registry is null ? megabatch : null,
                version => Described(version) with { Parent = champion, Comparison = comparison },
                onnx, wrong);
            var outcome = Decide(registry, writer, model, comparison, obstacle);
            writer.Dispose();
            return hook.After(registry, outcome);
        }

        throw new RunFolderException($"{registry.Path}: the champion changes faster than a version can be compared with it.");

        RegisteredModel Described(int version) => new()
        {
            Version = version,
            Registered = time.GetUtcNow(),
            Onnx = new RegisteredFile(onnx.Length, sha256),
            Weights = Path.GetFullPath(weights),
            Run = Path.GetFullPath(run.Path),
            Recipe = manifest.Recipe,
            RunStarted = manifest.Started,
            Megabatch = megabatch,
            Data = examples.Describe(manifest, wrong.Length),
            HeldOut = HeldOut(wrong),
        };
    }

    private static bool IsOfFiles(Exception fault) => fault is RunFolderException or DatasetException or ModelException
        or SafetensorsException or OnnxException or IOException or UnauthorizedAccessException;

    private HeldOutExamples Examples(RunManifest manifest, int? dumpCount)
    {
        var folder = options.DataFolder ?? DatasetFolder.DefaultPath(DatasetFolder.Variable);
        if (options.Stream.Train is not OwnTrainOptions own)
            return new HeldOutExamples(options.Stream.Train.Dataset.Name, folder, store: null);
        var store = new StoreFolder(folder).Open(own.Data);
        var known = manifest.DatasetChecksums.GetValueOrDefault(own.Data)?.Keys.Select(file => file.Split('/')[0]).Distinct().Count();
        return new HeldOutExamples(own.Data, folder, (dumpCount ?? known) is { } count and >= 1 ? store.WithFirstDumps(count) : store);
    }

    private static bool[] WrongOf(byte[] onnx, string place, HeldOutExamples examples, CancellationToken cancellation)
    {
        using var model = OnnxModel.Read(onnx, place);
        return examples.WrongOf(model, cancellation);
    }

    private static HeldOutError HeldOut(bool[] wrong)
    {
        var count = wrong.Count(one => one);
        var (low, high) = ErrorInterval.Of(wrong.Length, count);
        return new(wrong.Length, count, low, high);
    }

    // A champion that is gone or damaged cannot be compared with, and nobody could be served by it.
    private (PairedErrors? Comparison, string? Obstacle) Compare(
        ModelRegistry registry, int? champion, bool[] wrong, HeldOutExamples examples, CancellationToken cancellation)
    {
        if (champion is not { } number) return (null, "there was no champion");
        byte[] onnx;
        try
        {
            onnx = registry.ReadOnnx(registry.Read(number));
        }
        catch (Exception damaged) when (damaged is RunFolderException or IOException or UnauthorizedAccessException)
        {
            return (null, $"the champion cannot be used: {damaged.Message}");
        }

        return (rule.Compare(number, wrong, WrongOf(onnx, registry.OnnxFile(number), examples, cancellation)), null);
    }

    private PromotionOutcome Decide(
        ModelRegistry registry, RegistryWriter writer, RegisteredModel model, PairedErrors? comparison, string? obstacle)
    {
        if (registry.Champion() == model.Version)
            return new PromotionOutcome(model, PromotionResult.Stayed, "it is the champion already");
        var (isPromoted, reason) = comparison is null ? (true, obstacle!) : rule.Decide(comparison);
        if (isPromoted) writer.Promote(model.Version, RegistryAction.Promoted, reason);
        else writer.Note(model.Version, RegistryAction.Stayed, reason);
        return new PromotionOutcome(model, isPromoted ? PromotionResult.Promoted : PromotionResult.Stayed, reason);
    }

    private static RegisteredModel? Find(ModelRegistry registry, Predicate<RegisteredModel> isIt) =>
        registry.Numbers().Reverse().Select(number => TryRead(registry, number)).FirstOrDefault(model => model is not null && isIt(model));

    private static RegisteredModel? TryRead(ModelRegistry registry, int number)
    {
        try
        {
            return registry.Read(number);
        }
        catch (Exception damaged) when (damaged is RunFolderException or IOException)
        {
            return null; // it is none of ours, or is made anew
        }
    }

    private PromotionOutcome? Decided(ModelRegistry registry, Predicate<RegisteredModel> isIt)
    {
        if (Find(registry, isIt) is not { } model) return null;
        registry.Hold(time).Dispose(); // finishes what a killed process began
        var record = registry.History().FirstOrDefault(record =>
            record.Version == model.Version && record.Action is RegistryAction.Promoted or RegistryAction.Stayed);
        if (record is null) return null;
        var result = record.Action == RegistryAction.Promoted ? PromotionResult.Promoted : PromotionResult.Stayed;
        return new PromotionOutcome(model, result, record.Reason);
    }
}
