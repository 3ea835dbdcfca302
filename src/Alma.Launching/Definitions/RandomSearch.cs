using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Alma.Launching.Definitions;

/// <summary>Samples drawn from the axes of a sweep instead of all their combinations.</summary>
public sealed record RandomSearch
{
    [Range(1, SweepDefinition.MaxJobs)]
    public required int Samples { get; init; }

    /// <summary>Of the draws.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The samples. A draw depends on the seed, its number and the axis alone: more samples leave the first ones as they are.
    /// </summary>
    internal IEnumerable<SweepChoice> Draw(IReadOnlyList<SweepAxis> axes) => Enumerable.Range(0, Samples)
        .Select(sample => axes.Aggregate(SweepChoice.None, (chosen, axis) => chosen.And(axis.At(Place(sample, axis.Name)))));

    private double Place(int sample, string axis)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed}\n{sample}\n{axis}")));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * Math.Pow(2, -53);
    }
}
