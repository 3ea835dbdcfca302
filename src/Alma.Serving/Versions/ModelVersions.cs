using Alma.Serving.Batching;
using Alma.Serving.Models;
using Alma.Serving.Sources;

namespace Alma.Serving.Versions;

/// <summary>
/// The versions of a model: which there are, which is the champion, and which are open. Looks at its source again and again; a new champion
/// is open and has predicted once before the old one is left, and no request is refused in between.
/// </summary>
internal sealed class ModelVersions : IDisposable
{
    private const int MostTries = 5;
    private readonly ModelSource source;
    private readonly ServingOptions options;
    private readonly ArrivingRequests arriving;
    private readonly Action<int> batchComputed;
    private readonly SemaphoreSlim opening = new(1);
    private readonly LinkedList<LoadedModel> others = new(); // the one last asked for first; guarded by itself
    private readonly HashSet<ModelFile> damaged = [];
    private volatile LoadedModel? champion;
    private volatile IReadOnlyList<ModelFile> files = [];
    private string? problem;

    public ModelVersions(ModelSource source, ServingOptions options, ArrivingRequests arriving, Action<int> batchComputed) =>
        (this.source, this.options, this.arriving, this.batchComputed) = (source, options, arriving, batchComputed);

    /// <summary>Those there are, the oldest first.</summary>
    public IReadOnlyList<ModelFile> Files => files;

    /// <summary>The version that is served by default; null where there is none yet.</summary>
    public LoadedModel? Champion => champion;

    /// <summary>Is told once of each thing that is wrong with the source.</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>Is told of each new champion.</summary>
    public Action<LoadedModel>? ChampionChanged { get; set; }

    /// <summary>Looks at the source; what is wrong with it leaves all as it was. Not to be called twice at once.</summary>
    public async Task RefreshAsync()
    {
        try
        {
            await LookAsync();
            problem = null;
        }
        catch (Exception fault) when (IsOfTheSource(fault))
        {
            if (problem != fault.Message) Notice?.Invoke(fault.Message);
            problem = fault.Message;
        }
    }

    /// <summary>As <see cref="RefreshAsync"/>, for the first time.</summary>
    /// <exception cref="ModelException">There is no version, or none that can be opened.</exception>
    public async Task StartAsync()
    {
        await LookAsync();
        if (champion is null && !source.MayBeEmpty) throw new ModelException(source.Nothing);
    }

    /// <summary>A version for one request.</summary>
    /// <param name="version">Null for the champion.</param>
    /// <returns>Null where there is no such version.</returns>
    /// <exception cref="ModelException">It cannot be opened.</exception>
    public async ValueTask<ModelLease?> AcquireAsync(int? version)
    {
        while (champion is { } now && (version is null || version == now.Version))
            if (now.TryAcquire()) return new ModelLease(now);
        return version is null ? null : Kept(version.Value) ?? await OpenAsync(version.Value);
    }

    public void Dispose()
    {
        champion?.Release();
        champion = null;
        lock (others)
        {
            foreach (var other in others) other.Release();
            others.Clear();
        }

        opening.Dispose();
    }

    internal static bool IsOfTheSource(Exception fault) => fault is ModelException or IOException or UnauthorizedAccessException
        or Runs.RunFolderException;

    private async Task LookAsync()
    {
        var found = source.List();
        var named = source.Champion();
        if (named is not null && found.All(file => file.Version != named))
        {
            Accept(found);
            var newest = string.Join(", ", found.TakeLast(20).Select(file => file.Version));
            var valid = found.Count == 0 ? "there is none" : $"there are {newest}";
            throw new ModelException($"{source.Place}: the champion is to be version {named}, but {valid}.");
        }

        Accept(found);
        damaged.IntersectWith(found);
        var wanted = named is not null ? found.Where(file => file.Version == named) : found.Reverse().Take(MostTries);
        await PromoteAsync([.. wanted.Where(file => !damaged.Contains(file))]);
    }

    // The newest that can be opened, so that a damaged file keeps nobody from an older one.
    private async Task PromoteAsync(IReadOnlyList<ModelFile> wanted)
    {
        foreach (var file in wanted)
        {
            if (champion is { } now && IsSame(now.File, file)) return;
            try
            {
                Promote(await Task.Run(() => Open(file)));
                return;
            }
            catch (Exception fault) when (IsOfTheSource(fault) && (champion is not null || file != wanted[^1]))
            {
                damaged.Add(file);
                Notice?.Invoke(fault.Message);
            }
        }
    }

    private void Promote(LoadedModel loaded)
    {
        var before = champion;
        champion = loaded;
        if (before is not null) Keep(before);
        ChampionChanged?.Invoke(loaded);
    }

    private void Accept(IReadOnlyList<ModelFile> found)
    {
        files = found;
        lock (others)
            foreach (var gone in others.Where(other => !found.Any(file => IsSame(file, other.File))).ToList())
            {
                others.Remove(gone);
                gone.Release();
            }
    }

    private ModelLease? Kept(int version)
    {
        lock (others)
        {
            if (others.FirstOrDefault(other => other.Version == version) is not { } found) return null;
            others.Remove(found);
            others.AddFirst(found);
            return found.TryAcquire() ? new ModelLease(found) : null;
        }
    }

    private async Task<ModelLease?> OpenAsync(int version)
    {
        await opening.WaitAsync();
        try
        {
            if (Kept(version) is { } kept) return kept; // another request has opened it
            if (files.FirstOrDefault(file => file.Version == version) is not { } file) return null;
            var loaded = await Task.Run(() => Open(file));
            loaded.TryAcquire();
            Keep(loaded);
            return new ModelLease(loaded);
        }
        finally
        {
            opening.Release();
        }
    }

    private void Keep(LoadedModel loaded)
    {
        lock (others)
        {
            others.AddFirst(loaded);
            while (others.Count > options.OtherVersionsKept)
            {
                others.Last!.Value.Release();
                others.RemoveLast();
            }
        }
    }

    private LoadedModel Open(ModelFile file)
    {
        var model = OnnxModel.Read(source.Read(file), source.PlaceOf(file), options.ThreadCount);
        try
        {
            // The first prediction takes longer than others: nobody is to wait for it.
            var example = new byte[model.Input.ValueCount * model.Input.BytesPerValue];
            model.Predict(example, 1, Predictions.Empty(1, model.ClassNames.Count), 0);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return new LoadedModel(file, model, new Batcher(model, options, arriving, batchComputed));
    }

    private static bool IsSame(ModelFile one, ModelFile other) => (one.Version, one.Stamp) == (other.Version, other.Stamp);
}
