using System.Globalization;
using Alma.Files;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Registry;
using Alma.Serving;
using Alma.Serving.Models;
using Alma.Serving.Sources;

namespace Alma.Cli.Commands;

/// <summary>Serves a model until it is told to stop.</summary>
internal sealed class ServeSession(string path, ServingOptions options)
{
    /// <summary>The variable of the environment that may hold the token.</summary>
    public const string TokenVariable = "ALMA_SERVE_TOKEN";

    private const int LongestToken = 4096;
    private const int ShortestToken = 8;

    /// <summary>The token that requests must bring; null where none is asked for.</summary>
    /// <param name="file">A file that has it; null for the environment.</param>
    /// <exception cref="ModelException">It is too short, or none that a header can hold.</exception>
    public static string? Token(string? file)
    {
        var token = file is not null
            ? RegularFile.Text(file, LongestToken).Trim()
            : Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } text ? text : null;
        if (token is null || (token.Length >= ShortestToken && token.All(letter => letter is > ' ' and <= '~'))) return token;
        throw new ModelException(
            $"{file ?? TokenVariable}: the token is too short or no plain text; valid are at least {ShortestToken} letters, digits and "
            + "signs of ASCII without a space.");
    }

    /// <exception cref="OperationCanceledException">It was told to end, and has answered all requests.</exception>
    public async Task<int> RunAsync(string host, int port, CancellationToken stop)
    {
        await using var server = await AlmaServer.StartAsync(Source(), options with { History = History() }, host, port, Prepare);
        Console.Out.WriteLine(Printable.Of($"{server.Model.Name}: {What(server.Model)}"));
        Console.Out.WriteLine($"Listening on {server.Address}. Ctrl-C ends it.");
        if (options.Token is null && !server.Address.Contains("127.0.0.1", StringComparison.Ordinal)
            && !server.Address.Contains("[::1]", StringComparison.Ordinal))
            Console.Error.WriteLine(
                "warning: whoever reaches this address can use the model. "
                + $"{TokenVariable} in the environment or --token-file asks for a token.");
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.StopAsync();
        throw new OperationCanceledException("All requests that had come were answered.");
    }

    private ModelSource Source()
    {
        if (ModelRegistry.IsAt(path)) return new RegistryModelSource(ModelRegistry.Open(path));
        if (!RunFolder.IsAt(path)) return new FileModelSource(path);
        var run = RunFolder.Open(path);
        return RegistryPlace.Find(run) is { } registry ? new RegistryModelSource(registry) : new RunModelSource(run);
    }

    // The report of the run whose models are served; a model in a file comes from nowhere that is known.
    private Func<string>? History()
    {
        if (ModelRegistry.IsAt(path)) return () => Report(NewestRun(ModelRegistry.Open(path)));
        return RunFolder.IsAt(path) ? () => Report(path) : null;
    }

    private static string Report(string run) => RunPage.Of(RunDetails.Read(RunFolder.Open(run)));

    private static string NewestRun(ModelRegistry registry) => registry.Numbers() is [.., var newest]
        ? registry.Read(newest).Run
        : throw new RunFolderException($"{registry.Path} has no version, and so no history.");

    private static void Prepare(ModelServer model)
    {
        model.Notice = problem => Console.Error.WriteLine($"warning: {Printable.Of(problem)}");
        var isFirst = true;
        model.Changed = version =>
        {
            if (!isFirst) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"version {version} is served from now on"));
            isFirst = false;
        };
    }

    private static string What(ModelServer model) => model.Champion is { } champion
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"version {champion.Version} of {model.VersionCount}{Error(champion.TestError)}, takes {champion.Takes}, "
            + $"{champion.ClassCount} classes")
        : "no version yet; it is served when it comes";

    private static string Error(double? error) =>
        error is { } known ? string.Create(CultureInfo.InvariantCulture, $", test error {100 * known:0.00} %") : "";
}
