using Alma.Data;
using Alma.Data.Cifar;
using Alma.Data.Fetching;
using Alma.Data.Idx;
using Alma.Data.Tests.Idx;
using Alma.Experiments.Checkpoints;

namespace Alma.Fuzzing;

/// <summary>The parsers of data files and checkpoints, fed from memory.</summary>
internal static class DataParsers
{
    /// <summary>A batch of as many images as the seeds have.</summary>
    private static readonly CifarBatch batch = new("batch", DataSeeds.CifarCount, new("labels.json", 0), null);

    private static readonly string unpacked = Directory.CreateTempSubdirectory("alma-fuzzing-").FullName;

    public static bool Idx(byte[] input) => Reads(() => IdxFile.Parse(new MemoryStream(input), "file"));

    public static bool CifarBinary(byte[] input) => Reads(() => batch.Read(() => new MemoryStream(input), "file"));

    public static bool CifarPickle(byte[] input) =>
        Reads(() => batch.Read(() => new CifarPickleForm("batch", DataSeeds.CifarCount).Content(input), "file"));

    public static bool CifarPng(byte[] input) => Reads(() => batch.Read(() => Sheet.Content(input, DataSeeds.CifarLabels[0]), "file"));

    public static bool CifarLabels(byte[] input) => Reads(() => batch.Read(() => Sheet.Content(DataSeeds.CifarPng[0], input), "file"));

    /// <summary>A tar, packed here so that damage meets its headers.</summary>
    public static bool Tar(byte[] input) => Archive(IdxBytes.Gzip(input));

    /// <summary>A zip or a packed tar.</summary>
    public static bool Archive(byte[] input)
    {
        try
        {
            new DatasetArchive("archive", "package", 1 << 20)
                .UnpackAsync(new MemoryStream(input), ["a", "b"], unpacked, CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            return true;
        }
        catch (Exception refusal) when (refusal is DatasetException or InvalidDataException)
        {
            return false;
        }
    }

    public static bool Safetensors(byte[] input)
    {
        try
        {
            SafetensorsFile.Parse(input, "file").Dispose();
            return true;
        }
        catch (SafetensorsException)
        {
            return false;
        }
    }

    private static CifarSheetForm Sheet => new("sheet.png", new("labels.json", 0), DataSeeds.CifarCount);

    private static bool Reads(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (DatasetException)
        {
            return false;
        }
    }
}
