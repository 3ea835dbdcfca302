using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Files;
using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Runs;

namespace Alma.Advising;

/// <summary>
/// The content of <c>advice.json</c>: what was asked, and what the runs may spend. How far they are is read from their folders, so that the
/// same command goes on.
/// </summary>
/// <param name="Data">The data set's name.</param>
/// <param name="Dumps">Dumps that it had.</param>
/// <param name="Examples">Examples in them.</param>
/// <param name="Overrides">Of all candidates, as they were typed.</param>
/// <param name="Margin">For the sake of cost, as a fraction.</param>
/// <param name="Budget">As it was typed.</param>
/// <param name="Candidates">Their names.</param>
/// <param name="Seeds">How many each has.</param>
public sealed record AdviceRecord(
    string Data,
    int Dumps,
    long Examples,
    IReadOnlyList<string> Overrides,
    AdviceGoal Goal,
    double Margin,
    string Budget,
    IReadOnlyList<string> Candidates,
    int Seeds)
{
    private const int MaxBytes = 1 << 20;

    private static readonly JsonSerializerOptions options = new(FileJson.Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>What each candidate may spend on each dump; null until that was measured.</summary>
    public double? MultiplyAddsPerDump { get; init; }

    /// <summary>The record of a folder, which is made where there is none.</summary>
    /// <exception cref="LaunchException">The folder is of another command, or its record is damaged.</exception>
    public static AdviceRecord Begin(SweepFolder folder, AdviceRecord asked)
    {
        if (!File.Exists(FileIn(folder)))
        {
            if (File.Exists(folder.RecordFile))
                throw new LaunchException($"{folder.Path} is the folder of a sweep. Choose another sweep_dir.");
            asked.Write(folder);
            return asked;
        }

        var there = Read(folder);
        if (asked.Differences(there) is { Length: > 0 } differences)
            throw new LaunchException(
                $"{folder.Path} has the runs of another question: {string.Join("; ", differences)}. "
                + "Ask as then to go on with it, or choose another sweep_dir.");
        return there;
    }

    /// <summary>Leaves it in the folder.</summary>
    public void Write(SweepFolder folder) => AtomicFile.WriteText(FileIn(folder), JsonSerializer.Serialize(this, options) + "\n");

    private static string FileIn(SweepFolder folder) => Path.Combine(folder.Path, "advice.json");

    private static AdviceRecord Read(SweepFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<AdviceRecord>(RegularFile.Bytes(FileIn(folder), MaxBytes), options)
                ?? throw new JsonException("found null.");
        }
        catch (JsonException fault)
        {
            throw new LaunchException($"{FileIn(folder)} does not say what was asked: {fault.Message}", fault);
        }
    }

    private string[] Differences(AdviceRecord there)
    {
        var then = there.Values();
        return [.. Values().Where(value => value.Value != then[value.Key])
            .Select(value => $"{value.Key} was {then[value.Key]}, and is {value.Value}")];
    }

    private Dictionary<string, string> Values() => new()
    {
        ["data"] = Data,
        ["the number of dumps"] = Dumps.ToString(CultureInfo.InvariantCulture),
        ["the number of examples"] = Examples.ToString(CultureInfo.InvariantCulture),
        ["the overrides"] = Overrides.Count == 0 ? "none" : string.Join(' ', Overrides),
        ["the goal"] = Goal.ToString().ToLowerInvariant(),
        ["the margin"] = Margin.ToString(CultureInfo.InvariantCulture),
        ["the budget"] = Budget,
        ["the candidates"] = string.Join(',', Candidates),
        ["the number of seeds"] = Seeds.ToString(CultureInfo.InvariantCulture),
    };
}
