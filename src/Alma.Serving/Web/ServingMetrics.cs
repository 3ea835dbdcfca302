using System.Globalization;
using Alma.Serving.Models;
using Prometheus;

namespace Alma.Serving.Web;

/// <summary>What a server counts and measures, for Prometheus.</summary>
internal sealed class ServingMetrics
{
    private const int MostClasses = 256; // more would be a time series each
    private readonly Counter requests;
    private readonly Histogram seconds;
    private readonly Histogram batches;
    private readonly Counter predictions;
    private readonly Histogram confidence;
    private readonly Gauge champion;
    private readonly Gauge testError;
    private readonly Gauge inFlight;

    public ServingMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        var make = Metrics.WithCustomRegistry(Registry);
        requests = make.CreateCounter("alma_requests_total", "Requests that were answered.", "endpoint", "code");
        seconds = make.CreateHistogram(
            "alma_request_seconds", "From a request's first byte to its answer.",
            new HistogramConfiguration { LabelNames = ["endpoint"], Buckets = Histogram.ExponentialBuckets(0.00025, 2, 17) });
        batches = make.CreateHistogram(
            "alma_batch_size", "Examples that were computed together.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1, 2, 11) });
        predictions = make.CreateCounter("alma_predictions_total", "Examples by the class that was predicted.", "class");
        confidence = make.CreateHistogram(
            "alma_confidence", "The probability of the class that was predicted.",
            new HistogramConfiguration { Buckets = Histogram.LinearBuckets(0.1, 0.1, 10) });
        champion = make.CreateGauge("alma_champion_version", "The version that is served by default.");
        testError = make.CreateGauge("alma_champion_test_error", "Its error on the test set of its run, 0 to 1.");
        inFlight = make.CreateGauge("alma_requests_in_flight", "Requests that are read, wait or are computed.");
        DotNetStats.Register(Registry);
    }

    public CollectorRegistry Registry { get; }

    public void Answered(string endpoint, int status, TimeSpan took)
    {
        requests.WithLabels(endpoint, status.ToString(CultureInfo.InvariantCulture)).Inc();
        seconds.WithLabels(endpoint).Observe(took.TotalSeconds);
    }

    public void BatchComputed(int exampleCount) => batches.Observe(exampleCount);

    public void Predicted(Predictions made, IReadOnlyList<string> classNames)
    {
        for (var k = 0; k < made.Count; k++)
        {
            var label = (int)Math.Clamp(made.Labels[k], 0, made.ClassCount - 1);
            if (classNames.Count <= MostClasses) predictions.WithLabels(classNames[label]).Inc();
            confidence.Observe(made.ProbabilitiesOf(k)[label]);
        }
    }

    public void ChampionChanged(int version, double? error)
    {
        champion.Set(version);
        testError.Set(error ?? double.NaN);
    }

    public void InFlight(int count) => inFlight.Set(count);
}
