using System.Text;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Serving.Models;
using Alma.Serving.Protocol;
using Alma.Serving.Web;

namespace Alma.Fuzzing;

/// <summary>What reads the bodies of requests to a server of a model.</summary>
internal static class RequestParsers
{
    private static readonly ModelInput[] inputs =
    [
        new ImageInput(new ImageShape(1, 2, 2)),
        new TableInput(
        [
            new("age", ColumnKind.Number), new("car", ColumnKind.Boolean), new("since", ColumnKind.Date),
            new("colour", ColumnKind.Category) { Categories = ["red", "blue"] },
        ]),
    ];

    public static bool Json(byte[] body) => AnyReads(input => InferenceReader.Read(body, null, input, 3).Dispose());

    /// <summary>The header's value, a line feed, and the body.</summary>
    public static bool Binary(byte[] request)
    {
        var (header, body) = Split(request);
        return AnyReads(input => InferenceReader.Read(body, header, input, 3).Dispose());
    }

    public static bool Row(byte[] body) => AnyReads(input => PersonalRequest.Read(body, input, resizes: false));

    /// <summary>The type of the content, a line feed, and the body.</summary>
    public static bool Form(byte[] request)
    {
        var (type, body) = Split(request);
        return AnyReads(input =>
        {
            var part = RequestBody.FirstPartAsync(body, type).GetAwaiter().GetResult();
            PersonalRequest.Read(part, input, resizes: true);
        });
    }

    private static bool AnyReads(Action<ModelInput> read)
    {
        var isRead = false;
        foreach (var input in inputs)
            try
            {
                read(input);
                isRead = true;
            }
            catch (RequestException)
            {
                // refused by the parser's own kind of error
            }

        return isRead;
    }

    private static (string Header, ArraySegment<byte> Body) Split(byte[] request)
    {
        var end = Array.IndexOf(request, (byte)'\n');
        return end < 0
            ? (Encoding.Latin1.GetString(request), ArraySegment<byte>.Empty)
            : (Encoding.Latin1.GetString(request, 0, end), new ArraySegment<byte>(request, end + 1, request.Length - end - 1));
    }
}
