using Alma.Files;
using Google.Protobuf;

namespace Alma.Runs.TensorBoard;

/// <summary>Reads TensorBoard files back and checks both checksums of every record. Unlike TensorBoard it tolerates no damage.</summary>
public static class TensorBoardEventReader
{
    /// <exception cref="RunFolderException">A record is damaged or cut off; the message names file and offset.</exception>
    public static IEnumerable<TensorBoardEvent> Read(string path)
    {
        using var file = RegularFile.Open(path);
        for (var offset = 0L; TfRecord.Read(file, path) is { } record; offset = file.Position)
            yield return Parse(record, path, offset);
    }

    private static TensorBoardEvent Parse(byte[] record, string path, long offset)
    {
        try
        {
            return EventParser.Parse(record);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw TfRecord.Damaged(path, offset, "it is no event message", fault);
        }
    }
}
