using Alma.Serving.Batching;
using Alma.Serving.Models;
using Alma.Serving.Sources;

namespace Alma.Serving.Versions;

/// <summary>A version that is open. It is closed when it is no longer kept and the last request that uses it has ended.</summary>
internal sealed class LoadedModel(ModelFile file, OnnxModel model, Batcher batcher)
{
    private int userCount = 1; // the table that keeps it

    public ModelFile File => file;

    public int Version => file.Version;

    public OnnxModel Model => model;

    public Batcher Batcher => batcher;

    /// <summary>For one more user, unless it is closed.</summary>
    public bool TryAcquire()
    {
        for (var count = Volatile.Read(ref userCount); count > 0;)
        {
            var seen = Interlocked.CompareExchange(ref userCount, count + 1, count);
            if (seen == count) return true;
            count = seen;
        }

        return false;
    }

    /// <summary>A user has ended, or it is no longer kept.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref userCount) == 0) model.Dispose();
    }
}

/// <summary>The use of a version by one request.</summary>
internal readonly struct ModelLease(LoadedModel loaded) : IDisposable
{
    public LoadedModel Loaded => loaded;

    public OnnxModel Model => loaded.Model;

    public void Dispose() => loaded.Release();
}
