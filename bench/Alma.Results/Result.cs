using System.Globalization;
using Alma.Reports.Summary;

namespace Alma.Results;

/// <summary>A finished run and what distinguishes it from the others.</summary>
/// <param name="Folder">Of the run, below that of all runs: <c>DATA/METHOD/VARIANT/JOB</c>.</param>
/// <param name="Summary">Its figures.</param>
internal sealed record Result(string Folder, RunSummary Summary)
{
    public string Data => Folder.Split('/')[0];

    public string Method => Folder.Split('/')[1];

    public int Megabatches => (int)Number("n_megabatches", 0);

    public double Replay => Number("replay", 0);

    public int Wait => (int)Number("stream.train.wait", 1);

    private double Number(string key, double otherwise) =>
        Summary.Config[key] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
