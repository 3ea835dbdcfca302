using Alma.Serving.Batching;
using Alma.Serving.Models;

namespace Alma.Serving.Tests.Batching;

public sealed class BatcherTests : IDisposable
{
    private static readonly ServingOptions patient = new() { MaxDelay = TimeSpan.FromMinutes(1), MaxBatch = 8 };
    private readonly OnnxModel model = OnnxModel.Read(TinyOnnx.OfImages().ToBytes(), "tiny");
    private readonly ArrivingRequests arriving = new();
    private readonly List<int> batches = [];

    public void Dispose() => model.Dispose();

    [Fact]
    public async Task Requests_ThatAreBeingRead_AreWaitedForAndComputedTogether()
    {
        var batcher = Batcher(patient);
        Arrival[] arrivals = [arriving.Begin(), arriving.Begin(), arriving.Begin()];

        var results = await Task.WhenAll(arrivals.Select((arrival, k) => batcher.PredictAsync(Image(k), 1, arrival, default)));

        Assert.Equal([3], batches);
        Assert.Equal([0L, 1, 2], results.Select(result => result.Labels.Single()));
        Assert.All(
            results.Index(),
            result => Assert.Equal(model.Predict(Image(result.Index).AsSpan()).Probabilities, result.Item.Probabilities));
    }

    [Fact]
    public async Task Request_ThatComesAlone_IsComputedAtOnce()
    {
        var result = await Batcher(patient).PredictAsync(Image(1), 1, arriving.Begin(), default);

        Assert.Equal([1L], result.Labels);
        Assert.Equal([1], batches);
    }

    [Fact]
    public async Task Request_ThatIsRefusedWhileItIsRead_IsNoLongerWaitedFor()
    {
        var refused = arriving.Begin();
        var waiting = Batcher(patient).PredictAsync(Image(2), 1, arriving.Begin(), default);

        Assert.False(waiting.IsCompleted);
        refused.Dispose();

        var result = await waiting;
        Assert.Equal([2L], result.Labels);
    }

    [Fact]
    public async Task Request_OfAnotherThatDoesNotCome_WaitsNoLongerThanTheBound()
    {
        using var never = arriving.Begin();

        var batcher = Batcher(patient with { MaxDelay = TimeSpan.FromMilliseconds(1) });
        var result = await batcher.PredictAsync(Image(0), 1, arriving.Begin(), default);

        Assert.Equal([0L], result.Labels);
    }

    [Fact]
    public async Task Request_OfMoreThanABatch_IsComputedInParts()
    {
        byte[] images = [.. Enumerable.Range(0, 20).SelectMany(k => Image(k % 3))];

        var result = await Batcher(patient).PredictAsync(images, 20, arriving.Begin(), default);

        Assert.Equal([8, 8, 4], batches);
        Assert.Equal(Enumerable.Range(0, 20).Select(k => (long)(k % 3)), result.Labels);
    }

    [Fact]
    public async Task Requests_OfMoreThanABatchTogether_AreSeveral()
    {
        var batcher = Batcher(patient);
        Arrival[] arrivals = [arriving.Begin(), arriving.Begin(), arriving.Begin()];

        var results = await Task.WhenAll(arrivals.Select(arrival => batcher.PredictAsync(
            (byte[])[.. Image(0), .. Image(1), .. Image(2)], 3, arrival, default)));

        Assert.Equal([6, 3], batches);
        Assert.All(results, result => Assert.Equal([0L, 1, 2], result.Labels));
    }

    [Fact]
    public async Task Request_WhoseClientIsGone_IsLeftOut()
    {
        using var gone = new CancellationTokenSource();
        var batcher = Batcher(patient);
        var other = arriving.Begin();
        var cancelled = batcher.PredictAsync(Image(0), 1, arriving.Begin(), gone.Token);
        await gone.CancelAsync();

        var result = await batcher.PredictAsync(Image(1), 1, other, default);

        Assert.Equal([1L], result.Labels);
        Assert.InRange(batches.Sum(), 1, 2); // it may have been taken up before it was gone
        await Task.WhenAny(cancelled);
        Assert.True(cancelled.IsCompleted);
    }

    [Fact]
    public async Task Requests_FromManyThreads_AreEachAnsweredByTheirOwn()
    {
        var batcher = Batcher(new ServingOptions { MaxBatch = 8 });

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), async (k, _) =>
        {
            var result = await batcher.PredictAsync(Image(k % 3), 1, arriving.Begin(), default);
            Assert.Equal([(long)(k % 3)], result.Labels);
        });

        Assert.Equal(2000, batches.Sum());
        Assert.False(arriving.Any);
    }

    [Fact]
    public async Task Request_OfAnotherLength_FailsAndTheNextDoesNot()
    {
        var batcher = Batcher(patient);

        await Assert.ThrowsAsync<ModelException>(() => batcher.PredictAsync((byte[])[1, 2, 3], 1, arriving.Begin(), default));

        var result = await batcher.PredictAsync(Image(2), 1, arriving.Begin(), default);
        Assert.Equal([2L], result.Labels);
    }

    private Batcher Batcher(ServingOptions options) => new(model, options, arriving, size =>
    {
        lock (batches) batches.Add(size);
    });

    private static byte[] Image(int label)
    {
        var image = new byte[4];
        image[label] = 255;
        return image;
    }
}
