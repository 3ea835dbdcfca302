using System.CommandLine;
using Alma.Serving;
using Alma.Serving.Models;

namespace Alma.Cli.Commands;

/// <summary>How much a server lets in, and how it computes it.</summary>
internal sealed class ServeLimits
{
    private const int Megabyte = 1 << 20;
    private static readonly ServingOptions usual = new();

    private readonly Option<int> maxBatch = Number("--max-batch", "Examples that are computed together.", usual.MaxBatch);

    private readonly Option<double> maxDelay = new("--max-delay-ms")
    {
        Description = "How long a request may wait for others to be computed with, in milliseconds.",
        DefaultValueFactory = _ => usual.MaxDelay.TotalMilliseconds,
        HelpName = "ms"
    };

    private readonly Option<int> maxBody = Number("--max-body-mb", "Megabytes of a request.", usual.MaxBodyBytes / Megabyte);

    private readonly Option<int> maxRequests = Number(
        "--max-requests", "Requests at once; more are refused with 429.", usual.MaxRequests);

    private readonly Option<int> timeout = Number("--timeout", "Seconds that a request may take.", (int)usual.TimeLimit.TotalSeconds);

    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads that compute. Default: as many as there are processors.",
        HelpName = "n"
    };

    public void AddTo(Command command)
    {
        command.Add(maxBatch);
        command.Add(maxDelay);
        command.Add(maxBody);
        command.Add(maxRequests);
        command.Add(timeout);
        command.Add(threads);
    }

    /// <exception cref="ModelException">A number is out of its range.</exception>
    public ServingOptions Read(ParseResult parsed) => usual with
    {
        MaxBatch = Within(parsed, maxBatch, 1, 1 << 14),
        MaxDelay = parsed.GetValue(maxDelay) is >= 0 and <= 1000 and var delay
            ? TimeSpan.FromMilliseconds(delay)
            : throw Unfit(maxDelay.Name, "0 to 1000"),
        MaxBodyBytes = Within(parsed, maxBody, 1, 1024) * Megabyte,
        MaxRequests = Within(parsed, maxRequests, 1, 100_000),
        TimeLimit = TimeSpan.FromSeconds(Within(parsed, timeout, 1, 3600)),
        ThreadCount = parsed.GetValue(threads) is { } count
            ? count is >= 1 and <= 1024 ? count : throw Unfit(threads.Name, "1 to 1024")
            : null,
    };

    private static Option<int> Number(string name, string description, int byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault, HelpName = "n" };

    private static int Within(ParseResult parsed, Option<int> option, int least, int most)
    {
        var value = parsed.GetValue(option);
        return value >= least && value <= most ? value : throw Unfit(option.Name, $"{least} to {most}");
    }

    private static ModelException Unfit(string option, string valid) => new($"{option}: valid are {valid}.");
}
