using System.Text.RegularExpressions;
using Alma.Serving.Batching;
using Alma.Serving.Models;
using Alma.Serving.Sources;
using Alma.Serving.Versions;
using Alma.Serving.Web;
using Microsoft.Extensions.Hosting;

namespace Alma.Serving;

/// <summary>A model that is served: its versions, kept up to date while the program runs, and what requests to it share.</summary>
public sealed partial class ModelServer : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task following = Task.CompletedTask;

    /// <param name="source">Where its versions come from.</param>
    /// <exception cref="ModelException">The name is none of an address.</exception>
    public ModelServer(ModelSource source, ServingOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Name = options.Name ?? Unfit.Replace(source.Name, "-");
        if (Name.Length is 0 or > 100 || Unfit.IsMatch(Name))
            throw new ModelException($"The name '{Name}' is none of a model: valid are letters, digits, '.', '_' and '-'.");
        Measured = new ServingMetrics();
        Arriving = new ArrivingRequests();
        Versions = new ModelVersions(source, options, Arriving, Measured.BatchComputed)
        {
            ChampionChanged = champion => ChampionChanged(champion),
            Notice = message => Notice?.Invoke(message),
        };
        Limits = new RequestLimits(options, Measured.InFlight);
        Access = new AccessCheck(options);
        if (options.History is { } make) History = new HistoryPage(make, options.HistoryInterval);
    }

    /// <summary>What the model is called in addresses.</summary>
    public string Name { get; }

    public ServingOptions Options { get; }

    /// <summary>The number of the version that is served by default; null where there is none yet.</summary>
    public int? ChampionVersion => Versions.Champion?.Version;

    /// <summary>The version that is served by default, for people.</summary>
    public ChampionSummary? Champion => Versions.Champion is { } now
        ? new(now.Version, now.Model.Metadata.TestError ?? now.File.TestError, now.Model.Input.Description, now.Model.ClassNames.Count)
        : null;

    /// <summary>How many versions there are.</summary>
    public int VersionCount => Versions.Files.Count;

    /// <summary>Is told once of each thing that goes wrong while the server goes on: a damaged file, a folder that is gone.</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>Is told of the number of each version that is served by default from now on.</summary>
    public Action<int>? Changed { get; set; }

    internal ModelVersions Versions { get; }

    internal ServingMetrics Measured { get; }

    internal ArrivingRequests Arriving { get; }

    internal RequestLimits Limits { get; }

    internal AccessCheck Access { get; }

    internal HistoryPage? History { get; }

    /// <summary>How many images may be decoded at once.</summary>
    internal SemaphoreSlim Decoding { get; } = new(Environment.ProcessorCount);

    /// <summary>Opens the champion and begins to look for new versions.</summary>
    /// <exception cref="ModelException">There is none, or it cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Versions.StartAsync();
        following = FollowAsync();
    }

    /// <summary>Looks for new versions no more. Those that are open stay so for the requests that use them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await following;
    }

    public void Dispose()
    {
        stop.Cancel();
        Versions.Dispose();
        Decoding.Dispose();
        History?.Dispose();
        stop.Dispose();
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Options.RefreshInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token)) await Versions.RefreshAsync();
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
    }

    private void ChampionChanged(LoadedModel champion)
    {
        Measured.ChampionChanged(champion.Version, Champion!.TestError);
        Changed?.Invoke(champion.Version);
    }

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unfit { get; }
}

/// <summary>What is served by default.</summary>
/// <param name="TestError">0 to 1, where it is known.</param>
/// <param name="Takes">What it takes, in words.</param>
public sealed record ChampionSummary(int Version, double? TestError, string Takes, int ClassCount);
