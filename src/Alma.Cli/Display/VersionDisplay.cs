using System.Globalization;
using Alma.Keeping.Promotion;
using Alma.Reports;
using Alma.Reports.Queries;
using Alma.Reports.Tables;
using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.Cli.Display;

/// <summary>A version as lists show it.</summary>
/// <param name="Decision">What the history said last of it; null where it says nothing.</param>
internal sealed record ShownVersion(ModelRegistry Registry, RegisteredModel Model, bool IsChampion, RegistryRecord? Decision)
{
    /// <summary>All that can be read, the oldest first.</summary>
    /// <param name="warn">Told of those that cannot.</param>
    public static IReadOnlyList<ShownVersion> Of(ModelRegistry registry, Action<string> warn)
    {
        var (champion, history, shown) = (registry.Champion(), registry.History(), new List<ShownVersion>());
        foreach (var number in registry.Numbers())
            try
            {
                shown.Add(new(
                    registry, registry.Read(number), number == champion,
                    history.LastOrDefault(record => record.Version == number && record.Action != RegistryAction.Hook)));
            }
            catch (RunFolderException damaged)
            {
                warn(damaged.Message);
            }

        if (champion is { } named && !registry.Numbers().Contains(named))
            warn($"{registry.Path}: the champion is to be version {named}, and there is none.");
        return shown;
    }
}

/// <summary>Shows versions of a model, and how two differ.</summary>
internal static class VersionDisplay
{
    private const double Level = 0.95;

    private static readonly string[] columns =
    [
        "version", "champion", "error", "error_low", "error_high", "examples", "recipe", "run", "megabatch", "parent", "data",
        "data_sha256", "registered", "onnx", "onnx_sha256", "decision", "reason",
    ];

    public static void Print(IReadOnlyList<ShownVersion> versions) => Terminal.Out.Write(new ConsoleTable(
        [
            ConsoleColumn.Number("version"), ConsoleColumn.Word(""), ConsoleColumn.Number("error"), ConsoleColumn.Word("95 % interval"),
            ConsoleColumn.Number("examples"), ConsoleColumn.Name("run"), ConsoleColumn.Number("megabatch"),
            ConsoleColumn.Number("registered (UTC)"), ConsoleColumn.Text("why"),
        ],
        [.. versions.Select(Cells)]));

    public static void PrintJson(IReadOnlyList<ShownVersion> versions)
    {
        using var stream = Terminal.OpenData();
        JsonCell.Write(stream, new QueryResult(columns, versions.Select(Values)));
    }

    /// <exception cref="RunFolderException">One is missing or damaged, or they have no example in common.</exception>
    public static void Compare(ModelRegistry registry, int first, int second)
    {
        var (one, other) = (registry.Read(first), registry.Read(second));
        var common = one.Data.CommonWith(other.Data);
        if (common == 0)
            throw new RunFolderException($"{registry.Path}: versions {first} and {second} were tested on no example in common.");
        bool[] wrong = [.. registry.ReadWrong(one).Take(common)];
        bool[] otherWrong = [.. registry.ReadWrong(other).Take(common)];
        var difference = PairedDifference.Of(wrong, otherWrong);
        var (low, high) = difference.Interval(Level);
        Terminal.Out.WriteLine($"on the {Units.Count(common)} held-out examples that both were tested on:");
        foreach (var (version, errors) in new[] { (first, wrong), (second, otherWrong) })
            Terminal.Out.WriteLine($"version {version}: error {Units.Percent((double)errors.Count(one => one) / common)}");
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"difference {Points(difference.Value)} points, 95 % interval {Points(low)} to {Points(high)}; only version {first} is wrong "
            + $"on {difference.OnlyFirstWrong:N0}, only version {second} on {difference.OnlySecondWrong:N0}"));
        Terminal.Out.WriteLine(high < 0 ? $"version {first} is better" : low > 0 ? $"version {second} is better" : "not told apart");
    }

    private static string Points(double part) => (100 * part).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static IReadOnlyList<ConsoleCell> Cells(ShownVersion version)
    {
        var (model, held) = (version.Model, version.Model.HeldOut);
        return
        [
            model.Version.ToString(CultureInfo.InvariantCulture), version.IsChampion ? "champion" : "",
            held.Examples == 0 ? Units.Missing : Units.Percent(held.Error), $"{Units.Percent(held.Low)} to {Units.Percent(held.High)}",
            Units.Count(held.Examples), Path.GetFileName(model.Run), model.Megabatch.ToString(CultureInfo.InvariantCulture),
            Units.Moment(model.Registered), version.Decision is { } decision ? $"{Told(decision.Action)}: {decision.Reason}" : "",
        ];
    }

    private static IReadOnlyList<object?> Values(ShownVersion version)
    {
        var (model, held) = (version.Model, version.Model.HeldOut);
        return
        [
            model.Version, version.IsChampion, held.Examples == 0 ? null : held.Error, held.Low, held.High, held.Examples, model.Recipe,
            model.Run, model.Megabatch, model.Parent, model.Data.Name, model.Data.Sha256,
            model.Registered.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Path.GetFullPath(version.Registry.OnnxFile(model.Version)), model.Onnx.Sha256,
            version.Decision is { } decision ? Told(decision.Action) : null, version.Decision?.Reason,
        ];
    }

    private static string Told(RegistryAction action) => action switch
    {
        RegistryAction.RolledBack => "rolled back",
        RegistryAction.Stayed => "not promoted",
        _ => action.ToString().ToLowerInvariant(),
    };
}
