using System.Text;
using Alma.Runs.Images;

namespace Alma.Fuzzing;

/// <summary>
/// Right requests to a server of a model, of images of 1 x 2 x 2 pixels or of rows with a number, a truth, a date and a category. What
/// stands in a header comes first, on a line of its own.
/// </summary>
internal static class RequestSeeds
{
    private const string Boundary = "----alma";

    public static IReadOnlyList<byte[]> Json { get; } = FuzzedParser.Utf8(
        """{"id":"42","inputs":[{"name":"input","shape":[2,1,2,2],"datatype":"UINT8","data":[1,2,3,4,5,6,7,8]}]}""",
        """{"inputs":[{"name":"input","shape":[1,1,2,2],"datatype":"UINT8","data":[[[[0,255],[17,3]]]],"parameters":{}}]}""",
        """{"inputs":[{"data":[1,2,3,4],"datatype":"UINT8","shape":[1,1,2,2],"name":"input"}],"outputs":[{"name":"label"}]}""",
        """{"inputs":[{"name":"input","shape":[2,5],"datatype":"FP32","data":[1.5,null,3e3,-4,5,6,7,8,9,0]}],"parameters":{"a":1}}""");

    public static IReadOnlyList<byte[]> Binary { get; } =
    [
        WithBytes("""{"inputs":[{"name":"input","shape":[2,1,2,2],"datatype":"UINT8","parameters":{"binary_data_size":8}}]}""", 8),
        WithBytes(
            """
            {"inputs":[{"name":"input","shape":[1,5],"datatype":"FP32","parameters":{"binary_data_size":20}}],
            "parameters":{"binary_data_output":true},"outputs":[{"name":"logits","parameters":{"binary_data":false}}]}
            """,
            20),
    ];

    public static IReadOnlyList<byte[]> Rows { get; } = FuzzedParser.Utf8(
        """{"age":41,"car":true,"since":"2026-11-23","colour":"red"}""",
        """[{"age":"41","car":0,"since":null,"colour":"blue"},{"colour":"red","age":1e3,"since":"2026-11-23T10:05:00Z"}]""");

    public static IReadOnlyList<byte[]> Forms { get; } =
    [
        Form("Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png", Png),
        Form("Content-Disposition: form-data; name=\"row\"", Rows[0]),
        [.. "image/png\n"u8, .. Png],
    ];

    public static IReadOnlyList<byte[]> Words { get; } = FuzzedParser.Utf8(
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "256", "1e400", "99999999999999999999", "\\ud800", "\n", "\r\n",
        "\"inputs\"", "\"outputs\"", "\"data\"", "\"shape\"", "\"parameters\"", "\"binary_data_size\"", "\"binary_data\"", "\"id\"",
        "\"name\"", "\"input\"", "\"UINT8\"", "\"FP32\"", "\"age\"", "\"colour\"", "\"since\"", "--" + Boundary, "--",
        "Content-Disposition: form-data", "multipart/form-data; boundary=" + Boundary, "[[[[[[[[", "{\"a\":{\"a\":{\"a\":");

    private static byte[] Png => PngImage.Encode([1, 2, 3, 4], 1, 2, 2);

    private static byte[] WithBytes(string json, int count) =>
        [.. Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(json)}\n{json}"), .. Enumerable.Range(0, count).Select(k => (byte)k)];

    private static byte[] Form(string headers, byte[] content) =>
    [
        .. Encoding.UTF8.GetBytes($"multipart/form-data; boundary={Boundary}\n--{Boundary}\r\n{headers}\r\n\r\n"), .. content,
        .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
    ];
}
